import { fields as fieldsOf } from './event-fields';

/** What `write-report` is asked: to write the report, because this sweep of everything has ended. */
export interface ReportMessage {
  readonly version: 1;
  readonly kind: 'report';
  /** ID of the run. */
  readonly run: string;
}

/** Throws when a message was not taken. */
export interface ReportQueue {
  /** `delaySeconds`: whole seconds, 0 to 900. */
  send(message: ReportMessage, delaySeconds: number): Promise<void>;
}

const LONGEST_RUN = 256;

/** The message in `value`; undefined when it is none of ours. Never throws. */
export function parseReportMessage(value: unknown): ReportMessage | undefined {
  const fields = fieldsOf(value);
  const run = fields?.['run'];
  if (fields?.['version'] !== 1 || fields['kind'] !== 'report') return undefined;
  if (typeof run !== 'string' || run.length === 0 || run.length > LONGEST_RUN) return undefined;
  return { version: 1, kind: 'report', run };
}
