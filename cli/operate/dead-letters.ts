import { awsFailure } from '../../adapters/aws-errors';
import { type DeadLetter, DeadLetterQueue } from '../../adapters/dead-letter-queues';
import type { HubQueue } from '../../adapters/hub-queue';
import type { Hub } from '../hub/hub';

/** The queues of dead letters, as people name them. */
export const DEAD_LETTER_QUEUES = ['settle', 'sweep', 'account', 'report', 'undelivered'] as const;
export type DeadLetterQueueName = (typeof DEAD_LETTER_QUEUES)[number];

/** What stands for the reason of a letter that has none: SQS gave it up, because the function crashed on it each time. */
export const NO_REASON = 'no-reason';

/** Dead letters that are looked at in each queue. */
export const MOST_LETTERS = 1_000;
/** Others do not get a letter that is looked at for so many seconds: longer than it takes to look at all of them. */
const HIDDEN_SECONDS = 300;

/** A dead letter and what became of it. */
export interface SeenLetter {
  readonly queue: DeadLetterQueueName;
  readonly letter: DeadLetter;
  /** Name of the queue that it goes back to; null where that is not known. */
  readonly target: string | null;
  /** `chosen`: would be sent back. `failed`: could not be; `error` says why. */
  readonly fate: 'left' | 'chosen' | 'redriven' | 'failed';
  readonly error: string | null;
}

export interface Choice {
  readonly queues: readonly DeadLetterQueueName[];
  readonly chosen: (letter: DeadLetter) => boolean;
  /** Whether the chosen ones are sent back. */
  readonly redrive: boolean;
}

/**
 * Looks at the dead letters, at most `MOST_LETTERS` in each queue, and sends the chosen ones back where asked to. What is left is given back
 * to its queue. `more`: queues that may have further ones.
 */
export async function goThrough(
  hub: Hub,
  { queues, chosen, redrive }: Choice,
  stop: AbortSignal,
): Promise<{ readonly letters: readonly SeenLetter[]; readonly more: readonly DeadLetterQueueName[] }> {
  const all: SeenLetter[] = [];
  const more: DeadLetterQueueName[] = [];
  for (const queue of queues) {
    const { source, back } = await openQueue(hub, queue);
    const before = Date.now();
    const seen = new Map<string, SeenLetter>();
    for (;;) {
      const batch = (await source.receive(HIDDEN_SECONDS)).filter(({ id }) => !seen.has(id));
      for (const letter of batch) {
        const target = back(letter);
        // what died of this redriving is no business of this round
        const isChosen = target !== null && letter.sentAt <= before && chosen(letter);
        const done = isChosen && redrive && target !== null ? await sendBack(source, letter, target) : null;
        const fate = done ?? { fate: isChosen ? 'chosen' : 'left', error: null };
        seen.set(letter.id, { queue, letter, target: target?.name ?? null, ...fate } as SeenLetter);
      }
      if (batch.length === 0 || stop.aborted) break;
      if (seen.size >= MOST_LETTERS) {
        more.push(queue);
        break;
      }
    }
    for (const { letter, fate } of seen.values()) {
      // one that cannot be given back comes back by itself, a few minutes later
      if (fate !== 'redriven') await source.giveBack(letter).catch(() => {});
    }
    all.push(...seen.values());
    if (stop.aborted) break;
  }
  return { letters: all, more };
}

async function sendBack(
  source: DeadLetterQueue,
  letter: DeadLetter,
  target: HubQueue,
): Promise<Pick<SeenLetter, 'fate' | 'error'>> {
  try {
    await source.redrive(letter, target);
    return { fate: 'redriven', error: null };
  } catch (error) {
    const { code, message } = awsFailure(error);
    return { fate: 'failed', error: `${code}: ${message}` };
  }
}

/** The queue, and where each of its letters goes back to. */
async function openQueue(hub: Hub, name: DeadLetterQueueName) {
  const { names, sqs } = hub;
  const [settle, sweep, account, report] = [
    names.settleQueue,
    names.sweepQueue,
    names.accountQueue,
    names.reportQueue,
  ].map((one) => hub.queue(one));
  const of = {
    settle: [names.settleDeadLetterQueue, settle],
    sweep: [names.sweepDeadLetterQueue, sweep],
    account: [names.accountDeadLetterQueue, account],
    report: [names.reportDeadLetterQueue, report],
    undelivered: [names.undeliveredQueue, undefined],
  } as const;
  const [own, to] = of[name];
  const source = new DeadLetterQueue(sqs, hub.queue(own));
  const back = (letter: DeadLetter): HubQueue | null => {
    if (to !== undefined) return to;
    // EventBridge says which of the queues it could not reach
    const target = letter.targetArn?.split(':').at(-1);
    return letter.whole ? ([settle, sweep, account].find((queue) => queue?.name === target) ?? null) : null;
  };
  return { source, back };
}
