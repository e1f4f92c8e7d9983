import { setTimeout as sleep } from 'node:timers/promises';
import type { Look } from '../../core/doctor/check';
import type { Facts, SeenHub, SeenLetters } from '../../core/doctor/facts';
import { MANY_WAITING } from '../../core/doctor/running-checks';
import { Hub } from '../hub/hub';
import type { HubOptions } from '../hub/hub-options';
import { DEAD_LETTER_QUEUES, goThrough, NO_REASON } from '../operate/dead-letters';
import { queueStates } from '../operate/queue-states';
import { readStatus } from '../operate/status';
import type { Terminal } from '../terminal';
import { looked } from './look';

/** Accounts and places that are named. */
const NAMED = 10;
/** Between two looks at a queue in which much waits. */
const PAUSE_MS = 5_000;

const READS_HUB =
  'dynamodb:GetItem, dynamodb:BatchGetItem and dynamodb:Query on the table and its index, sqs:GetQueueUrl and sqs:GetQueueAttributes on the queues';
const READS_LETTERS =
  'sqs:GetQueueUrl, sqs:ReceiveMessage and sqs:ChangeMessageVisibility on the queues of dead letters';

/** What the inventory and the queues say. `missing`: why they are not asked. */
export async function lookAtHub(
  options: HubOptions,
  missing: string | null,
  { progress, stop }: Terminal,
): Promise<Pick<Facts, 'hub' | 'deadLetters'>> {
  if (missing !== null) {
    const skipped = { kind: 'skipped', why: missing } as const;
    return { hub: skipped, deadLetters: skipped };
  }
  progress('reading the inventory');
  const opened = await looked('sts:GetCallerIdentity', () => Hub.open(options));
  if (opened.kind !== 'seen') return { hub: opened, deadLetters: opened };
  const hub = opened.value;
  const seen = await looked(READS_HUB, () => seenHub(hub, progress, stop));
  progress('looking at the dead letters');
  // nothing is received where nothing is
  const none =
    seen.kind === 'seen' && seen.value.queues.every(({ deadLetters, waiting }) => !deadLetters || waiting === 0);
  const deadLetters: Look<readonly SeenLetters[]> = none
    ? { kind: 'seen', value: [] }
    : await looked(READS_LETTERS, () => hub.queues(() => seenLetters(hub, stop)));
  return { hub: seen, deadLetters };
}

async function seenHub(hub: Hub, progress: (text: string) => void, stop: AbortSignal): Promise<SeenHub> {
  const { accounts, lastSweep, underWay, paused, queues, needsPerson } = await readStatus(hub, {
    limit: NAMED,
    now: Date.now(),
    told: (number) => progress(`reading the inventory: ${number} accounts`),
  });
  const { failedAccounts, fleetProblems } = needsPerson;
  const isMany = queues.some(({ deadLetters, waiting }) => !deadLetters && waiting >= MANY_WAITING);
  if (isMany) {
    progress('looking at the queues once more');
    await sleep(PAUSE_MS, undefined, { signal: stop }).catch(() => {});
  }
  const later = isMany
    ? new Map((await hub.queues(() => queueStates(hub))).map(({ name, waiting }) => [name, waiting]))
    : null;
  return {
    accounts,
    lastSweep,
    underWay,
    paused,
    failedAccounts,
    fleetProblems,
    queues: queues.map((queue) => ({ ...queue, later: later?.get(queue.name) ?? null })),
  };
}

/** Dead letters by queue and reason; each is given back to its queue. */
async function seenLetters(hub: Hub, stop: AbortSignal): Promise<readonly SeenLetters[]> {
  const { letters } = await goThrough(hub, { queues: DEAD_LETTER_QUEUES, chosen: () => false, redrive: false }, stop);
  const groups = new Map<string, SeenLetters>();
  for (const { queue, letter } of letters) {
    const code = letter.reason?.code ?? NO_REASON;
    const text = letter.reason?.text ?? 'SQS gave it up: the function crashed on it each time';
    const before = groups.get(`${queue} ${code}`);
    groups.set(`${queue} ${code}`, { queue, code, text, count: (before?.count ?? 0) + 1 });
  }
  return [...groups.values()];
}
