import type { Reason } from '../reasons';
import { beginRun, type Delivery, mayBegin } from './begin-run';
import { closeRun } from './close-run';
import type { Deadline } from './deadline';
import type { Failing } from './failed-part';
import { failListing, listAccounts } from './list-accounts';
import { lookAtFleet, passOverFleet } from './look-at-fleet';
import type { SweepMessage } from './messages';
import type { Runs } from './run';
import { readProgress } from './run-progress';
import type { SweepAnswer, SweepServices, Swept } from './sweep-services';

/** Newest runs among which the one is looked for that somebody means who names none. */
const NEWEST = 50;

/** For how long a function may believe in a pause that is over (`Brake.switch`), in seconds. */
const PAUSE_BELIEVED_SECONDS = 5;

/** Does what one message asks, and no more than fits before `deadline`. Throws when the inventory or a queue does not answer. */
export async function startSweep(
  services: SweepServices,
  message: SweepMessage,
  delivery: Delivery,
  deadline: Deadline,
): Promise<Swept> {
  const { runs, brake, clock } = services;
  switch (message.kind) {
    case 'sweep': {
      if (!(await mayBegin(services, message, delivery))) {
        return nothing('the account was surveyed for a hint a short while ago');
      }
      return done({ kind: 'started', run: await beginRun(services, message, delivery) });
    }
    case 'list':
    case 'fleet':
    case 'close': {
      const run = await runs.run(message.run);
      if (run === undefined) return nothing('the run is not there any more');
      if (message.kind === 'list') return listAccounts(services, run, message.step, delivery, deadline);
      if (message.kind === 'fleet') return lookAtFleet(services, run, message.from, deadline);
      return closeRun(services, run, message.tries);
    }
    case 'pause': {
      const since = new Date(clock.now()).toISOString();
      await brake.pause(message.scope, { since, by: message.by, why: message.why });
      return done({ kind: 'paused' });
    }
    case 'resume': {
      const { scope, by } = message;
      const was = await brake.resume(scope);
      // what was held up meanwhile is found by looking again, once nobody believes in the pause any more
      const start = { trigger: 'operator', scope, task: 'sweep', by } as const;
      const run = await beginRun(services, start, delivery, PAUSE_BELIEVED_SECONDS);
      return done({ kind: 'resumed', was, run });
    }
    case 'bucket':
      await oneBucket(services, message, delivery);
      return done({ kind: 'sent' });
    case 'progress': {
      const id = message.run ?? (await newestRun(runs));
      const progress = id === undefined ? undefined : await readProgress(runs, id);
      return done({ kind: 'progress', progress: progress ?? null });
    }
  }
}

/**
 * Gives up a message that could not be handled: it goes to the dead letters (`deadLetter`), and the run that it would have
 * gone on with ends all the same. Throws when the inventory or a queue does not answer.
 */
export async function failSweep(
  services: SweepServices,
  message: SweepMessage,
  why: Reason,
  deadLetter: () => Promise<void>,
): Promise<Failing> {
  if (message.kind === 'list') {
    return failListing(services, { id: message.run, step: message.step }, why, deadLetter);
  }
  await deadLetter();
  if (message.kind === 'fleet') await passOverFleet(services, message.run);
  return { kind: 'done' };
}

/** Runs of the hourly roster are mostly about no account at all. */
async function newestRun(runs: Runs): Promise<string | undefined> {
  const newest = await runs.latest(NEWEST);
  return (newest.find(({ trigger }) => trigger !== 'roster') ?? newest[0])?.id;
}

async function oneBucket(
  { settleQueue, buckets }: SweepServices,
  { task, account, region, bucket, by }: Extract<SweepMessage, { kind: 'bucket' }>,
  { sentAt }: Delivery,
): Promise<void> {
  const at = new Date(sentAt).toISOString();
  const place = { account, region, bucket };
  if (task === 'undo') {
    return settleQueue.send({ version: 1, task: 'undo', ...place, by, requestedAt: at }, 0);
  }
  await buckets.release(place);
  // no digest that any configuration has: the bucket settles from now on
  await settleQueue.send({ version: 1, ...place, digest: 'released', sightedAt: at, firstSightedAt: at }, 0);
}

function nothing(why: string): Swept {
  return done({ kind: 'nothing', why });
}

function done(answer: SweepAnswer): Swept {
  return { kind: 'done', answer };
}
