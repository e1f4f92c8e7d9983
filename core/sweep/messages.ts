import type { PauseScope } from '../brake';
import { fields as fieldsOf } from '../event-fields';
import {
  type AccountId,
  type BucketName,
  parseAccountId,
  parseBucketName,
  parseRegion,
  type Region,
} from '../identifiers';
import { parseUnitId } from '../organization-events';
import type { RunTask, SweepScope, Trigger } from './run';

/** What `start-sweep` can be asked. Operators and schedules send the first ones; the others it sends itself to go on. */
export type SweepMessage =
  | {
      readonly version: 1;
      readonly kind: 'sweep';
      readonly trigger: Trigger;
      readonly scope: SweepScope;
      readonly task: RunTask;
      readonly by: string | null;
    }
  | {
      readonly version: 1;
      readonly kind: 'pause';
      readonly scope: PauseScope;
      readonly by: string;
      readonly why: string;
    }
  | { readonly version: 1; readonly kind: 'resume'; readonly scope: PauseScope; readonly by: string }
  /** One bucket: undo, or end its hold or its being contested. */
  | {
      readonly version: 1;
      readonly kind: 'bucket';
      readonly task: 'undo' | 'release';
      readonly account: AccountId;
      readonly region: Region;
      readonly bucket: BucketName;
      readonly by: string;
    }
  | { readonly version: 1; readonly kind: 'progress'; readonly run: string | null }
  /** Goes on listing accounts. */
  | { readonly version: 1; readonly kind: 'list'; readonly run: string; readonly step: number }
  /** Looks at the instances of one stack set after the other; `from` is null at the beginning. */
  | { readonly version: 1; readonly kind: 'fleet'; readonly run: string; readonly from: string | null }
  /** Closes the run once all of its accounts are done; `tries` counts how often they were not. */
  | { readonly version: 1; readonly kind: 'close'; readonly run: string; readonly tries: number };

/** What `survey-account` is asked: one step of one account's visit. */
export interface AccountMessage {
  readonly version: 1;
  readonly run: string;
  readonly account: AccountId;
  readonly step: number;
}

/** Queues of the sweep. Methods throw when a message was not taken. */
export interface SweepQueue {
  /** `delaySeconds`: whole seconds, 0 to 900. */
  send(message: SweepMessage, delaySeconds: number): Promise<void>;
}
export interface AccountQueue {
  send(message: AccountMessage, delaySeconds: number): Promise<void>;
}

/** The message in `value`; undefined when it is none of ours. Never throws. */
export function parseAccountMessage(value: unknown): AccountMessage | undefined {
  const fields = fieldsOf(value);
  const account = parseAccountId(fields?.['account']);
  const run = parseName(fields?.['run']);
  const step = fields?.['step'];
  if (fields?.['version'] !== 1 || account === undefined || run === undefined || !isStep(step)) return undefined;
  return { version: 1, run, account, step };
}

/** The message in `value`; undefined when it is none of ours. Never throws. */
export function parseSweepMessage(value: unknown): SweepMessage | undefined {
  const fields = fieldsOf(value);
  if (fields?.['version'] !== 1) return undefined;
  const by = parseName(fields['by']);
  switch (fields['kind']) {
    case 'sweep': {
      const scope = parseSweepScope(fields['scope'] ?? { kind: 'all' });
      const trigger = TRIGGERS.find((candidate) => candidate === (fields['trigger'] ?? 'operator'));
      const task = (['sweep', 'undo'] as const).find((candidate) => candidate === (fields['task'] ?? 'sweep'));
      if (scope === undefined || trigger === undefined || task === undefined) return undefined;
      return { version: 1, kind: 'sweep', trigger, scope, task, by: by ?? null };
    }
    case 'pause': {
      const scope = parsePauseScope(fields['scope'] ?? { kind: 'all' });
      const why = parseName(fields['why']) ?? '';
      return scope === undefined || by === undefined ? undefined : { version: 1, kind: 'pause', scope, by, why };
    }
    case 'resume': {
      const scope = parsePauseScope(fields['scope'] ?? { kind: 'all' });
      return scope === undefined || by === undefined ? undefined : { version: 1, kind: 'resume', scope, by };
    }
    case 'bucket': {
      const account = parseAccountId(fields['account']);
      const region = parseRegion(fields['region']);
      const bucket = parseBucketName(fields['bucket']);
      const task = (['undo', 'release'] as const).find((candidate) => candidate === fields['task']);
      if (!account || !region || !bucket || !task || by === undefined) return undefined;
      return { version: 1, kind: 'bucket', task, account, region, bucket, by };
    }
    case 'progress':
      return { version: 1, kind: 'progress', run: parseName(fields['run']) ?? null };
    case 'list': {
      const run = parseName(fields['run']);
      const step = fields['step'];
      return run === undefined || !isStep(step) ? undefined : { version: 1, kind: 'list', run, step };
    }
    case 'fleet': {
      const run = parseName(fields['run']);
      const from = fields['from'] ?? null;
      if (run === undefined || (from !== null && typeof from !== 'string')) return undefined;
      return { version: 1, kind: 'fleet', run, from };
    }
    case 'close': {
      const run = parseName(fields['run']);
      const tries = fields['tries'];
      return run === undefined || !isStep(tries) ? undefined : { version: 1, kind: 'close', run, tries };
    }
    default:
      return undefined;
  }
}

const TRIGGERS: readonly Trigger[] = ['schedule', 'roster', 'stack', 'organization-event', 'operator'];

function parseSweepScope(value: unknown): SweepScope | undefined {
  const fields = fieldsOf(value);
  if (fields?.['kind'] === 'never-surveyed') return { kind: 'never-surveyed' };
  return parsePauseScope(value);
}

function parsePauseScope(value: unknown): PauseScope | undefined {
  const fields = fieldsOf(value);
  if (fields?.['kind'] === 'all') return { kind: 'all' };
  const id = fields?.['id'];
  if (fields?.['kind'] === 'account') {
    const account = parseAccountId(id);
    return account === undefined ? undefined : { kind: 'account', id: account };
  }
  const unit = fields?.['kind'] === 'unit' ? parseUnitId(id) : undefined;
  return unit === undefined ? undefined : { kind: 'unit', id: unit };
}

function parseName(value: unknown): string | undefined {
  return typeof value === 'string' && value.length > 0 && value.length <= 256 ? value : undefined;
}

function isStep(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
