import { reason } from '../reasons';
import { AccountVisit } from './account-visit';
import type { Delivery } from './begin-run';
import type { Deadline } from './deadline';
import { isRedriven } from './failed-part';
import type { AccountMessage } from './messages';
import type { Progress, Run, StepClaim } from './run';
import type { Surveying, SurveyServices } from './survey-services';

/**
 * One step of one account's visit: lists its buckets, reads each, keeps what changed, and sends what needs the rule to the settle queue.
 * Never writes to S3. Stops well before `deadline`, having sent a message that goes on. Throws when the inventory or a
 * queue does not answer before anything was done: the step is then done again from its beginning, and nobody waits for its claim to end.
 */
export async function surveyAccount(
  services: SurveyServices,
  message: AccountMessage,
  { sentAt }: Pick<Delivery, 'sentAt'>,
  deadline: Deadline,
): Promise<Surveying> {
  const { runs, clock } = services;
  const run = await runs.run(message.run);
  if (run === undefined) return withoutRun();
  const claim = await runs.claim(run.id, message.account, message.step, services.claimSeconds);
  switch (claim.kind) {
    case 'unknown':
      return withoutRun();
    case 'busy':
      return { kind: 'busy', seconds: secondsUntil(claim.until, clock.now()) };
    case 'passed':
      return passed(services, run, message, claim.progress, sentAt);
    case 'claimed':
      return step(services, run, message, claim, deadline);
  }
}

async function step(
  services: SurveyServices,
  run: Run,
  { account, step: number }: AccountMessage,
  { progress }: Extract<StepClaim, { kind: 'claimed' }>,
  deadline: Deadline,
): Promise<Surveying> {
  const { runs, journal } = services;
  const visit = new AccountVisit(services, run, account, progress, deadline);
  try {
    const surveying = await visit.through();
    if (surveying.kind !== 'retry' && surveying.kind !== 'give-up') return surveying;
    // what was done is not done again for the sake of what could not be
    if (surveying.kind === 'retry' && (await visit.saveProgress())) {
      journal.log('warn', `a step broke off: ${surveying.reason.text}`, { account, run: run.id });
      return { kind: 'done' };
    }
    await runs.release(run.id, account, number);
    return surveying;
  } catch (error) {
    journal.log('error', `a step broke off: ${inWords(error)}`, { account, run: run.id });
    if (await attempt(() => visit.saveProgress())) return { kind: 'done' };
    await attempt(async () => {
      await runs.release(run.id, account, number);
      return true;
    });
    throw error;
  }
}

/** The step is done: the message came twice, or its sender broke off before it sent the one that goes on. Two of those do no harm. */
async function passed(
  { accountQueue, sweepQueue }: SurveyServices,
  { task, by }: Run,
  message: AccountMessage,
  progress: Progress,
  sentAt: number,
): Promise<Surveying> {
  if (progress.state === 'open') await accountQueue.send({ ...message, step: progress.step }, 0);
  if (isRedriven(progress, sentAt)) {
    // the account is gone through anew
    const scope = { kind: 'account', id: message.account } as const;
    await sweepQueue.send({ version: 1, kind: 'sweep', trigger: 'operator', scope, task, by }, 0);
  }
  return { kind: 'done' };
}

/** Runs are kept for a while only, and dead letters may be older. */
function withoutRun(): Surveying {
  return { kind: 'give-up', reason: reason('not-our-message', 'the run that it names is not there any more') };
}

async function attempt(task: () => Promise<boolean>): Promise<boolean> {
  try {
    return await task();
  } catch {
    // said by the error that is being handled
    return false;
  }
}

export function secondsUntil(until: number, now: number): number {
  return Math.max(1, Math.ceil((until - now) / 1000));
}

function inWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
