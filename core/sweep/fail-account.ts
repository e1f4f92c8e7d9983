import type { Verdict } from '../outcome';
import type { Reason } from '../reasons';
import { type Failing, failedPart } from './failed-part';
import type { AccountMessage } from './messages';
import { secondsUntil } from './survey-account';
import type { SurveyServices } from './survey-services';

/**
 * Gives up one step of an account: the account as a whole stands for what is in the way, the message goes to the dead letters
 * (`deadLetter`), and the account's part of the run ends as failed, in this order: what breaks off in between is done again. A
 * step that somebody else did meanwhile is left alone. Throws when the inventory or the queue does not answer.
 */
export async function failAccount(
  services: SurveyServices,
  { run: id, account, step }: AccountMessage,
  why: Reason,
  deadLetter: () => Promise<void>,
): Promise<Failing> {
  const { runs, accounts, clock, claimSeconds, accountQueue } = services;
  const run = await runs.run(id);
  const claim = await runs.claim(id, account, step, claimSeconds);
  if (claim.kind === 'busy') return { kind: 'busy', seconds: secondsUntil(claim.until, clock.now()) };
  if (claim.kind === 'passed') {
    // the step was done, and the message that goes on may not have been sent
    if (claim.progress.state === 'open') {
      await accountQueue.send({ version: 1, run: id, account, step: claim.progress.step }, 0);
    }
    return { kind: 'done' };
  }
  if (claim.kind === 'unknown') {
    await deadLetter();
    return { kind: 'done' };
  }
  try {
    if (run?.task === 'sweep') await accounts.saveStanding(account, standingOf(why), why, clock.now());
    await deadLetter();
    await runs.advance(id, account, step, failedPart(claim.progress, why, clock.now()));
  } catch (error) {
    // another error would only hide this one
    await runs.release(id, account, step).catch(() => undefined);
    throw error;
  }
  return { kind: 'done' };
}

function standingOf({ code }: Reason): Verdict {
  return code === 'role-not-assumable' || code === 'listing-failed' ? 'denied' : 'failed';
}
