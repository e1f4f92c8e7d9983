import type { PauseSwitch } from '../../core/brake';
import type { AccountId } from '../../core/identifiers';
import type { Page } from '../../core/inventory';
import { type Outcome, VERDICTS, type Verdict } from '../../core/outcome';
import type { Reason } from '../../core/reasons';
import type { AccountRecord, FleetProblem } from '../../core/sweep/account-record';
import type { Run, RunProgress } from '../../core/sweep/run';
import { readProgress } from '../../core/sweep/run-progress';
import { coverageOf } from '../../report/coverage';
import type { Hub, HubInventory } from '../hub/hub';
import { type QueueState, queueStates } from './queue-states';

/** Newest runs that are looked at: the hourly roster's alone are 168 a week. */
const NEWEST_RUNS = 400;
/** Runs under way whose progress is read. */
const MOST_UNDER_WAY = 5;

/** Some of what there is of a kind, and how much there is. */
export interface Some<Row> {
  readonly count: number;
  /** Ten at most, unless all were asked for. */
  readonly first: readonly Row[];
}

export interface FailedAccount {
  readonly account: AccountId;
  readonly name: string | null;
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly at: string;
}

/** One screen of it: what `status --json` prints. */
export interface Status {
  readonly deployment: { readonly qualifier: string; readonly account: string; readonly region: string };
  readonly coverage: {
    readonly covered: number;
    readonly total: number;
    readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  };
  readonly accounts: { readonly known: number; readonly neverVisited: number };
  /** The newest sweep of everything that has ended. */
  readonly lastSweep: (Run & { readonly ageSeconds: number }) | null;
  readonly underWay: readonly RunProgress[];
  /** Null when it cannot be read, which counts as paused. */
  readonly paused: PauseSwitch | null;
  readonly queues: readonly QueueState[];
  readonly needsPerson: {
    readonly contested: Some<Outcome>;
    readonly denied: Some<Outcome>;
    readonly failedAccounts: Some<FailedAccount>;
    readonly fleetProblems: Some<FleetProblem>;
  };
}

/** Reads it all. `limit`: rows named of each kind. `told` hears how many accounts were read so far. */
export async function readStatus(
  hub: Hub,
  { limit, now, told }: { readonly limit: number; readonly now: number; readonly told: (accounts: number) => void },
): Promise<Status> {
  const queues = await hub.queues(() => queueStates(hub));
  return hub.inventory(async (inventory) => {
    const { sums, failed, known, neverVisited } = await readAccounts(inventory, limit, told);
    const runs = await inventory.runs.latest(NEWEST_RUNS);
    const last = runs.find(
      ({ scope, task, finishedAt }) => scope.kind === 'all' && task === 'sweep' && finishedAt !== null,
    );
    const problems = await some((from) => inventory.accounts.problems(null, from), limit);
    const read = await inventory.paused();
    return {
      deployment: { qualifier: hub.deployment.qualifier, account: hub.account, region: hub.region },
      coverage: { ...coverageOf(sums), verdicts: sums },
      accounts: { known, neverVisited },
      lastSweep:
        last === undefined
          ? null
          : { ...last, ageSeconds: Math.max(0, Math.round((now - Date.parse(last.finishedAt ?? '')) / 1000)) },
      underWay: await underWay(inventory, runs),
      paused: read.kind === 'known' ? read.state : null,
      queues,
      needsPerson: {
        contested: await some((from) => inventory.buckets.withVerdict('contested', from), limit),
        denied: await some((from) => inventory.buckets.withVerdict('denied', from), limit),
        failedAccounts: failed,
        fleetProblems: problems,
      },
    };
  });
}

/** Whether a person has to look at something: not at what the sweeps and the queues will come to by themselves. */
export function needsPerson({ needsPerson: of, paused, queues }: Status): boolean {
  const isPaused =
    paused === null || paused.all !== null || Object.keys({ ...paused.units, ...paused.accounts }).length > 0;
  const dead = queues.some(({ deadLetters, waiting, inFlight }) => deadLetters && waiting + inFlight > 0);
  return isPaused || dead || Object.values(of).some(({ count }) => count > 0);
}

/** Sums of the accounts' counters, and the accounts that could not be looked through. */
async function readAccounts({ accounts }: HubInventory, limit: number, told: (accounts: number) => void) {
  const sums: Partial<Record<Verdict, number>> = {};
  const failed: FailedAccount[] = [];
  let [failures, known, neverVisited] = [0, 0, 0];
  await each(
    (from) => accounts.byLastVisit(null, from),
    ({ account, name, counts, standing, visitedAt }: AccountRecord) => {
      known += 1;
      if (known % 1_000 === 0) told(known);
      if (visitedAt === null && standing?.verdict !== 'excluded') neverVisited += 1;
      for (const verdict of VERDICTS) {
        const count = counts[verdict] ?? 0;
        if (count > 0) sums[verdict] = (sums[verdict] ?? 0) + count;
      }
      if (standing === null || standing.verdict === 'covered' || standing.verdict === 'excluded') return;
      failures += 1;
      if (failed.length < limit) failed.push({ account, name, ...standing });
    },
  );
  return { sums, failed: { count: failures, first: failed }, known, neverVisited };
}

async function underWay({ runs: store }: HubInventory, runs: readonly Run[]): Promise<readonly RunProgress[]> {
  const found: RunProgress[] = [];
  for (const { id } of runs.filter(({ finishedAt }) => finishedAt === null).slice(0, MOST_UNDER_WAY)) {
    const progress = await readProgress(store, id);
    if (progress !== undefined) found.push(progress);
  }
  return found;
}

async function some<Row>(pages: (from: string | null) => Promise<Page<Row>>, limit: number): Promise<Some<Row>> {
  const first: Row[] = [];
  let count = 0;
  await each(pages, (row) => {
    count += 1;
    if (first.length < limit) first.push(row);
  });
  return { count, first };
}

async function each<Row>(pages: (from: string | null) => Promise<Page<Row>>, take: (row: Row) => void): Promise<void> {
  let from: string | null = null;
  do {
    const { rows, next }: Page<Row> = await pages(from);
    for (const row of rows) take(row);
    from = next;
  } while (from !== null);
}
