import { reason } from '../reasons';
import { type Deadline, lateAfter } from './deadline';
import type { StackInstance } from './roster';
import type { Run } from './run';
import { type SweepServices, type Swept, WENT_ON } from './sweep-services';

const RESERVE_MS = 60_000;

/** Detailed states of a stack instance that are as they should be, or on the way there. Source: StackInstanceComprehensiveStatus, CloudFormation API Reference. */
const FINE = new Set(['SUCCEEDED', 'PENDING', 'RUNNING', 'SKIPPED_SUSPENDED_ACCOUNT']);

/** Where the look goes on: the index of the stack set, and its page; behind the last one, the page of problems that are looked through. */
interface FleetCursor {
  readonly set: number;
  readonly from: string | null;
}

/** Keeps what StackSets says of instances that failed, and forgets what it does not say any more. Done twice, it comes to the same. */
export async function lookAtFleet(
  services: SweepServices,
  run: Run,
  from: string | null,
  deadline: Deadline,
): Promise<Swept> {
  const { fleet, sweepQueue, journal } = services;
  const isLate = lateAfter(deadline, RESERVE_MS);
  let cursor: FleetCursor | null = from === null ? { set: 0, from: null } : (JSON.parse(from) as FleetCursor);
  while (cursor !== null) {
    const stackSet: string | undefined = fleet.stackSets[cursor.set];
    if (stackSet === undefined) {
      cursor = await forgetMended(services, run, cursor);
    } else {
      const page = await fleet.instances(stackSet, cursor.from);
      if (page.kind === 'unavailable') {
        journal.log('warn', `the instances of a stack set could not be had: ${page.message}`, { stackSet });
        return { kind: 'retry', reason: reason('stack-instance-failed', page.message) };
      }
      for (const instance of page.instances) await keep(services, run, instance);
      cursor = page.next === null ? { set: cursor.set + 1, from: null } : { ...cursor, from: page.next };
    }
    if (cursor !== null && isLate()) {
      await sweepQueue.send({ version: 1, kind: 'fleet', run: run.id, from: JSON.stringify(cursor) }, 0);
      return WENT_ON;
    }
  }
  return passOverFleet(services, run.id);
}

/** Goes on without a look at the stack sets, or after it. */
export async function passOverFleet({ sweepQueue }: SweepServices, run: string): Promise<Swept> {
  await sweepQueue.send({ version: 1, kind: 'close', run, tries: 0 }, 0);
  return WENT_ON;
}

async function keep({ accounts, clock }: SweepServices, run: Run, instance: StackInstance): Promise<void> {
  const { account, region, stackSet, detailedStatus, statusReason } = instance;
  if (FINE.has(detailedStatus)) return;
  const words = statusReason ?? detailedStatus;
  const isOff =
    /region.{0,80}(not enabled|disabled|opt[- ]?in)|(not enabled|disabled|opt[- ]?in).{0,80}region|not have the region.{0,40}enabled/i;
  await accounts.saveProblem({
    account,
    region,
    source: { kind: 'stack-set', name: stackSet },
    reason: reason(isOff.test(words) ? 'region-off' : 'stack-instance-failed', `${stackSet}: ${words}`),
    at: new Date(clock.now()).toISOString(),
    run: run.id,
  });
}

/** One page of problems: those of stack sets that this look did not find are over. */
async function forgetMended(
  { accounts }: SweepServices,
  run: Run,
  { set, from }: FleetCursor,
): Promise<FleetCursor | null> {
  const { rows, next } = await accounts.problems(null, from);
  for (const problem of rows) {
    if (problem.source.kind === 'stack-set' && problem.run < run.id) await accounts.clearProblem(problem);
  }
  return next === null ? null : { set, from: next };
}
