import type { QueueDepth } from '../../adapters/hub-queue';
import type { Hub } from '../hub/hub';

/** One of the hub's queues and what is in it, approximately. */
export interface QueueState extends QueueDepth {
  readonly name: string;
  /** Whether what is in it was given up. */
  readonly deadLetters: boolean;
}

/** Every queue of the hub, those with work first. */
export async function queueStates(hub: Hub): Promise<readonly QueueState[]> {
  const { names } = hub;
  const work = [names.settleQueue, names.sweepQueue, names.accountQueue, names.reportQueue];
  const dead = [
    names.settleDeadLetterQueue,
    names.sweepDeadLetterQueue,
    names.accountDeadLetterQueue,
    names.reportDeadLetterQueue,
    names.undeliveredQueue,
  ];
  // nine small calls
  return Promise.all(
    [...work, ...dead].map(async (name) => ({
      name,
      deadLetters: dead.includes(name),
      ...(await hub.queue(name).depth()),
    })),
  );
}
