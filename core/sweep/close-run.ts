import { METRICS } from '../contract/metrics';
import { reason } from '../reasons';
import { LONGEST_DELAY_SECONDS } from '../settle';
import { failedPart } from './failed-part';
import { LISTING, type Run, type RunProgress } from './run';
import { readProgress } from './run-progress';
import type { SweepServices, Swept } from './sweep-services';
import { metricsOf, sumTotals } from './sweep-totals';

/** Delay of the first further look in seconds; doubles up to the longest. */
const FIRST_DELAY = 5;
const LONGEST_DELAY = 600;
/** A message settles, and then waits for its turn. */
const SETTLINGS = 2;
/** After so long a run is closed whatever is open in it, in milliseconds: dead letters and reasons tell the rest. */
const LONGEST_RUN_MS = 36 * 3600 * 1000;

/**
 * Finishes a run whose accounts are all done, and tells what the organization looks like then; asks again later while some are
 * not. No account may be dropped in silence: there are as many parts as the listing gave accounts. Told before it is finished, so that
 * nothing is lost where it breaks off.
 */
export async function closeRun(services: SweepServices, run: Run, tries: number): Promise<Swept> {
  const { runs, clock, sweepQueue } = services;
  if (run.finishedAt !== null) return { kind: 'done', answer: { kind: 'closed' } };
  const progress = await readProgress(runs, run.id);
  if (progress === undefined)
    return { kind: 'done', answer: { kind: 'nothing', why: 'the run is not there any more' } };
  const isLate = clock.now() - Date.parse(run.startedAt) > LONGEST_RUN_MS;
  if ((progress.accounts.open > 0 || progress.listing.state === 'open') && !isLate) {
    const delay = Math.min(FIRST_DELAY * 2 ** Math.min(tries, 10), LONGEST_DELAY);
    await sweepQueue.send({ version: 1, kind: 'close', run: run.id, tries: tries + 1 }, delay);
    return { kind: 'done', answer: { kind: 'went-on' } };
  }
  if (progress.accounts.open > 0) await failOpenParts(services, run);
  await tellEnd(services, progress.accounts.open > 0 ? ((await readProgress(runs, run.id)) ?? progress) : progress);
  if (isSweepOfEverything(run)) await askForReport(services, run);
  await runs.finish(run.id, clock.now());
  return { kind: 'done', answer: { kind: 'closed' } };
}

/** Accounts whose steps never ended, because the function dies at them, say: failures of the run like any other. */
async function failOpenParts({ runs, clock }: SweepServices, { id }: Run): Promise<void> {
  const why = reason(
    'unexpected-error',
    'no step of this account ended: see the log and the dead letters of survey-account',
  );
  let from: string | null = null;
  do {
    const { rows, next }: Awaited<ReturnType<typeof runs.parts>> = await runs.parts(id, from);
    for (const { part, progress } of rows) {
      if (part === LISTING || progress.state !== 'open') continue;
      await runs.advance(id, part, progress.step, failedPart(progress, why, clock.now()));
    }
    from = next;
  } while (from !== null);
}

async function tellEnd(services: SweepServices, progress: RunProgress): Promise<void> {
  const { journal } = services;
  const { run, accounts, listing } = progress;
  const parts = accounts.open + accounts.done + accounts.excluded + accounts.failed;
  // a listing that did not end has counted less than it queued
  const missing = listing.state === 'done' ? Math.abs(accounts.expected - parts) : 0;
  if (missing > 0) journal.log('error', `${missing} accounts were listed and never looked at`, { run: run.id });
  const failed = accounts.failed + accounts.open + missing + (listing.state === 'done' ? 0 : 1);
  journal.log(failed > 0 ? 'warn' : 'info', 'sweep finished', { ...progress });
  if (isSweepOfEverything(run)) await tellTotals(services, run, missing);
  journal.count({ [METRICS.sweepAccountsFailed]: failed });
}

/** Once the buckets that it sent to settle were looked at, where nothing is in their way. */
async function askForReport({ reportQueue, settleSeconds }: SweepServices, { id }: Run): Promise<void> {
  const delay = Math.min(SETTLINGS * settleSeconds, LONGEST_DELAY_SECONDS);
  await reportQueue.send({ version: 1, kind: 'report', run: id }, delay);
}

/** As metrics, and as a record of the coverage at this time. */
async function tellTotals(services: SweepServices, run: Run, missing: number): Promise<void> {
  const { journal, coverage, clock } = services;
  const totals = await sumTotals(services, run.id);
  journal.count({ [METRICS.accountsMissing]: missing, ...metricsOf(totals) });
  const { buckets, accounts } = totals;
  await coverage.keep({ run: run.id, at: new Date(clock.now()).toISOString(), buckets, accounts });
}

function isSweepOfEverything({ scope, task }: Run): boolean {
  return scope.kind === 'all' && task === 'sweep';
}
