import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Outcome, Verdict } from '../core/outcome';
import type { Journal, OutcomeEvents } from '../core/ports';
import { awsFailure } from './aws-errors';
import { batchesOf } from './batches';

const OUTCOME_DETAIL_TYPE = 'Bucket Outcome Changed';

/** What one call takes. Source: PutEvents, Amazon EventBridge API Reference. */
const LIMITS = { most: 10, bytes: 256 * 1024 };

export interface EventBridgeOutcomeEventsProps {
  readonly events: EventBridgeClient;
  /** Name of the central bus. */
  readonly bus: string;
  /** `source` of the events. */
  readonly source: string;
  readonly journal: Journal;
}

/** Outcomes that changed, on the central bus for whoever subscribes: `{"outcome": …, "was": verdict or null}`. */
export class EventBridgeOutcomeEvents implements OutcomeEvents {
  readonly #props: EventBridgeOutcomeEventsProps;

  constructor(props: EventBridgeOutcomeEventsProps) {
    this.#props = props;
  }

  async publish(changes: readonly { readonly outcome: Outcome; readonly was: Verdict | null }[]): Promise<void> {
    const { bus, source } = this.#props;
    const entries = changes.map(({ outcome, was }) => ({
      EventBusName: bus,
      Source: source,
      DetailType: OUTCOME_DETAIL_TYPE,
      Detail: JSON.stringify({ outcome, was }),
    }));
    for (const batch of batchesOf(entries, LIMITS, sizeOf)) await this.#put(batch);
  }

  async #put(batch: readonly PutEventsRequestEntry[]): Promise<void> {
    const { events, journal } = this.#props;
    try {
      const { Entries = [] } = await events.send(new PutEventsCommand({ Entries: [...batch] }));
      for (const { ErrorCode, ErrorMessage } of Entries) {
        if (ErrorCode === undefined) continue;
        journal.log('warn', 'the change of an outcome was not taken by the bus', {
          code: ErrorCode,
          words: ErrorMessage,
        });
      }
      if (Entries.length < batch.length) throw new Error('the answer does not name all of them');
    } catch (error) {
      const { code, message } = awsFailure(error);
      journal.log('warn', 'changes of outcomes were not taken by the bus', {
        code,
        words: message,
        count: batch.length,
      });
    }
  }
}

/** As EventBridge counts it. Source: "Calculating PutEvents event entry size", Amazon EventBridge User Guide. */
function sizeOf({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry): number {
  return Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);
}
