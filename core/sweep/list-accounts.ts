import type { Reason } from '../reasons';
import { AccountsListing } from './accounts-listing';
import type { Delivery } from './begin-run';
import { type Deadline, lateAfter } from './deadline';
import { type Failing, failedPart, isRedriven } from './failed-part';
import { giveTurn, takeTurn } from './profile-turn';
import { LISTING, type Progress, type Run } from './run';
import { secondsUntil } from './survey-account';
import { type SweepServices, type Swept, WENT_ON } from './sweep-services';

/** What is left of an invocation when a step ends, in milliseconds: the profile of one account fits into it many times. */
const RESERVE_MS = 60_000;
/** Pause before a run asks again for its turn, in seconds. */
const TURN_PAUSE = 10;

/**
 * One step of a run's listing: reads account after account, keeps its profile, and queues it as soon as that is known. One run at a time
 * reads many profiles; a single account waits for nobody.
 */
export async function listAccounts(
  services: SweepServices,
  run: Run,
  step: number,
  { sentAt }: Pick<Delivery, 'sentAt'>,
  deadline: Deadline,
): Promise<Swept> {
  const { runs, clock, claimSeconds } = services;
  const claim = await runs.claim(run.id, LISTING, step, claimSeconds);
  if (claim.kind === 'unknown') {
    return { kind: 'done', answer: { kind: 'nothing', why: 'the run is not there any more' } };
  }
  if (claim.kind === 'busy') return { kind: 'busy', seconds: secondsUntil(claim.until, clock.now()) };
  if (claim.kind === 'passed') return passed(services, run, claim.progress, sentAt);
  const listing = new AccountsListing(services, run, claim.progress);
  try {
    const swept = await inTurn(services, run, listing, lateAfter(deadline, RESERVE_MS));
    if (swept.kind === 'retry') await runs.release(run.id, LISTING, step);
    return swept;
  } catch (error) {
    if (await attempt(() => listing.saveProgress())) {
      services.journal.log('error', `listing accounts broke off: ${String(error)}`, { run: run.id });
      return WENT_ON;
    }
    await attempt(async () => {
      await runs.release(run.id, LISTING, step);
      return true;
    });
    throw error;
  }
}

/**
 * The message goes to the dead letters (`deadLetter`), the listing ends as failed, and the run with it once the accounts are done that were
 * listed. A step that somebody else is at, or did, is left alone.
 */
export async function failListing(
  services: SweepServices,
  { id, step }: { readonly id: string; readonly step: number },
  why: Reason,
  deadLetter: () => Promise<void>,
): Promise<Failing> {
  const { runs, claimSeconds, clock, sweepQueue } = services;
  const claim = await runs.claim(id, LISTING, step, claimSeconds);
  if (claim.kind === 'busy') return { kind: 'busy', seconds: secondsUntil(claim.until, clock.now()) };
  if (claim.kind === 'passed') {
    // the step was done, and the message that goes on may not have been sent
    if (claim.progress.state === 'open') {
      await sweepQueue.send({ version: 1, kind: 'list', run: id, step: claim.progress.step }, 0);
    }
    return { kind: 'done' };
  }
  if (claim.kind === 'unknown') {
    await deadLetter();
    return { kind: 'done' };
  }
  try {
    await deadLetter();
    await runs.advance(id, LISTING, step, failedPart(claim.progress, why, clock.now()));
    await close(services, id);
  } catch (error) {
    await attempt(async () => {
      await runs.release(id, LISTING, step);
      return true;
    });
    throw error;
  }
  return { kind: 'done' };
}

async function inTurn(
  services: SweepServices,
  run: Run,
  listing: AccountsListing,
  isLate: () => boolean,
): Promise<Swept> {
  const { runs, claimSeconds } = services;
  const turn = run.scope.kind === 'account' ? undefined : await takeTurn(runs, claimSeconds);
  if (turn?.kind === 'busy') return listing.goOn(TURN_PAUSE);
  try {
    const swept = await listing.through(isLate);
    if (swept !== undefined) return swept;
    await listing.end();
  } finally {
    // the turn ends by itself: a failure to give it must not hide another one
    if (turn !== undefined) await attempt(async () => giveTurn(runs, turn.step));
  }
  await afterListing(services, run);
  return WENT_ON;
}

/** The step is done: the message came twice, or its sender broke off before it sent the one that goes on. */
async function passed(services: SweepServices, run: Run, progress: Progress, sentAt: number): Promise<Swept> {
  const { sweepQueue } = services;
  const { id, scope, task, by } = run;
  if (progress.state === 'open') await sweepQueue.send({ version: 1, kind: 'list', run: id, step: progress.step }, 0);
  else if (progress.state === 'done') await afterListing(services, run);
  else if (!isRedriven(progress, sentAt)) await close(services, id);
  else await sweepQueue.send({ version: 1, kind: 'sweep', trigger: 'operator', scope, task, by }, 0);
  return WENT_ON;
}

/** A sweep of everything looks at the stack sets as well. */
async function afterListing(services: SweepServices, { id, scope, task }: Run): Promise<void> {
  const { sweepQueue, fleet } = services;
  const looksAtFleet = scope.kind === 'all' && task === 'sweep' && fleet.stackSets.length > 0;
  if (looksAtFleet) await sweepQueue.send({ version: 1, kind: 'fleet', run: id, from: null }, 0);
  else await close(services, id);
}

function close({ sweepQueue }: SweepServices, run: string): Promise<void> {
  return sweepQueue.send({ version: 1, kind: 'close', run, tries: 0 }, 0);
}

async function attempt(task: () => Promise<boolean>): Promise<boolean> {
  try {
    return await task();
  } catch {
    return false;
  }
}
