import type { AccountId, Region } from '../identifiers';
import { type Reason, reason } from '../reasons';
import type { Run } from './run';
import type { SurveyServices } from './survey-services';
import type { VisitStep } from './visit-step';

/** What a visit came to that went through all buckets of its account. */
export interface VisitEnd {
  readonly run: Run;
  readonly account: AccountId;
  /** Why the account is excluded; null when it is not. */
  readonly excluded: Reason | null;
}

/** Keeps what a whole visit found, and ends the account's part of the run. Done twice, it comes to the same. */
export async function endVisit(services: SurveyServices, step: VisitStep, end: VisitEnd): Promise<void> {
  const { runs, accounts, clock } = services;
  const { run, account, excluded } = end;
  const now = clock.now();
  if (run.task === 'sweep') {
    if (excluded === null) await keepProblems(services, step, end);
    else await forgetProblems(services, account);
    const { countsVersion, changes } = step.cursor;
    await accounts.correctCounts(account, step.counts, countsVersion + changes);
    await accounts.saveStanding(
      account,
      excluded === null ? 'covered' : 'excluded',
      excluded ?? reason('surveyed'),
      now,
    );
    await accounts.completeVisit(account, run.id, now);
  }
  await runs.advance(run.id, account, step.progress.step, {
    state: excluded === null ? 'done' : 'excluded',
    cursor: null,
    counts: step.counts,
    reason: excluded,
  });
}

/** Gaps that this visit saw, and an end to what it did not see any more. */
async function keepProblems(
  { accounts, clock, forwardedRegions }: SurveyServices,
  step: VisitStep,
  end: VisitEnd,
): Promise<void> {
  const { run, account } = end;
  const { gaps, heard } = step.cursor;
  const at = new Date(clock.now()).toISOString();
  for (const [region, bucket] of Object.entries(gaps)) {
    const source = { kind: 'bucket', name: bucket } as const;
    const why = reason('forwarder-gap', bucket);
    await accounts.saveProblem({ account, region: region as Region, source, reason: why, at, run: run.id });
  }
  let from: string | null = null;
  do {
    const { rows, next }: Awaited<ReturnType<typeof accounts.problems>> = await accounts.problems(account, from);
    for (const problem of rows) {
      const { source, region } = problem;
      if (problem.run >= run.id || source.kind === 'stack-set') continue;
      // a Region is listed in every visit; whether its events arrive only an event tells
      const isOver =
        source.kind === 'listing' || region === null || heard.includes(region) || !forwardedRegions.includes(region);
      if (isOver) await accounts.clearProblem(problem);
    }
    from = next;
  } while (from !== null);
}

/** An account that takes no part has no gaps. What StackSets says of it is StackSets' own to take back. */
export async function forgetProblems(
  { accounts }: Pick<SurveyServices, 'accounts'>,
  account: AccountId,
): Promise<void> {
  let from: string | null = null;
  do {
    const { rows, next }: Awaited<ReturnType<typeof accounts.problems>> = await accounts.problems(account, from);
    for (const problem of rows) if (problem.source.kind !== 'stack-set') await accounts.clearProblem(problem);
    from = next;
  } while (from !== null);
}
