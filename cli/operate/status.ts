import type { PauseSwitch } from '../../core/brake';
import type { AccountId } from '../../core/identifiers';
import type { Page } from '../../core/inventory';
import { type Outcome, VERDICTS, type Verdict } from '../../core/outcome';
import type { Reason } from '../../core/reasons';
import type { AccountRecord, FleetProblem } from '../../core/sweep/account-record';
import type { Run, RunProgress } from '../../core/sweep/run';
import { readProgress } from '../../core/sweep/run-progress';
import { coverageOf } from '../../report/coverage';
import type { CoveragePoint } from '../../report/model';
import { isWholeSweep, presence } from '../../report/presence';
import type { Hub, HubInventory } from '../hub/hub';
import { type QueueState, queueStates } from './queue-states';

/** Newest runs that are looked at: the hourly roster's alone are 168 a week. */
const NEWEST_RUNS = 400;
/** Runs under way whose progress is read. */
const MOST_UNDER_WAY = 5;
/** Sweeps whose coverage is told: two months of daily ones. */
const POINTS = 60;

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
    /** As the last sixty sweeps of everything found it, oldest first. */
    readonly history: readonly CoveragePoint[];
  };
  /** `left`: accounts that the last sweep of everything did not find any more; nothing else here counts them. */
  readonly accounts: { readonly known: number; readonly neverVisited: number; readonly left: number };
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
  const { account, region } = hub;
  const deployment = { qualifier: hub.deployment.qualifier, account, region };
  return hub.inventory(async (inventory) => ({
    deployment,
    queues,
    ...(await inventoryStatus(inventory, { limit, now, told })),
  }));
}

/** What the inventory says of it. */
export async function inventoryStatus(
  inventory: Omit<HubInventory, 'images'>,
  { limit, now, told }: { readonly limit: number; readonly now: number; readonly told: (accounts: number) => void },
): Promise<Omit<Status, 'deployment' | 'queues'>> {
  const runs = await inventory.runs.latest(NEWEST_RUNS);
  const last = runs.find(isWholeSweep);
  const isPresent = await presence(inventory.runs, last);
  const { sums, failed, known, neverVisited, gone } = await readAccounts(inventory, { limit, told, isPresent });
  const ofThose = <Row extends { readonly account: AccountId }>(pages: (from: string | null) => Promise<Page<Row>>) =>
    some(pages, limit, ({ account }) => !gone.has(account));
  const history = await inventory.coverage.newest(POINTS);
  const read = await inventory.paused();
  return {
    coverage: {
      ...coverageOf(sums),
      verdicts: sums,
      history: history.map(({ at, buckets }) => ({ at, ...coverageOf(buckets) })),
    },
    accounts: { known, neverVisited, left: gone.size },
    lastSweep:
      last === undefined
        ? null
        : { ...last, ageSeconds: Math.max(0, Math.round((now - Date.parse(last.finishedAt ?? '')) / 1000)) },
    underWay: await underWay(inventory, runs),
    paused: read.kind === 'known' ? read.state : null,
    needsPerson: {
      contested: await ofThose((from) => inventory.buckets.withVerdict('contested', from)),
      denied: await ofThose((from) => inventory.buckets.withVerdict('denied', from)),
      failedAccounts: failed,
      fleetProblems: await ofThose((from) => inventory.accounts.problems(null, from)),
    },
  };
}

/** Whether a person has to look at something: not at what the sweeps and the queues will come to by themselves. */
export function needsPerson({ needsPerson: of, paused, queues }: Status): boolean {
  const isPaused =
    paused === null || paused.all !== null || Object.keys({ ...paused.units, ...paused.accounts }).length > 0;
  const dead = queues.some(({ deadLetters, waiting, inFlight }) => deadLetters && waiting + inFlight > 0);
  return isPaused || dead || Object.values(of).some(({ count }) => count > 0);
}

/** Sums of the accounts' counters, the accounts that could not be looked through, and those that have left. */
async function readAccounts(
  { accounts }: Pick<HubInventory, 'accounts'>,
  {
    limit,
    told,
    isPresent,
  }: {
    readonly limit: number;
    readonly told: (accounts: number) => void;
    readonly isPresent: (record: AccountRecord) => boolean;
  },
) {
  const sums: Partial<Record<Verdict, number>> = {};
  const failed: FailedAccount[] = [];
  const gone = new Set<AccountId>();
  let [failures, known, neverVisited] = [0, 0, 0];
  await each(
    (from) => accounts.byLastVisit(null, from),
    (record: AccountRecord) => {
      const { account, name, counts, standing, visitedAt } = record;
      if (!isPresent(record)) {
        gone.add(account);
        return;
      }
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
  return { sums, failed: { count: failures, first: failed }, known, neverVisited, gone };
}

async function underWay(
  { runs: store }: Pick<HubInventory, 'runs'>,
  runs: readonly Run[],
): Promise<readonly RunProgress[]> {
  const found: RunProgress[] = [];
  for (const { id } of runs.filter(({ finishedAt }) => finishedAt === null).slice(0, MOST_UNDER_WAY)) {
    const progress = await readProgress(store, id);
    if (progress !== undefined) found.push(progress);
  }
  return found;
}

async function some<Row>(
  pages: (from: string | null) => Promise<Page<Row>>,
  limit: number,
  counts: (row: Row) => boolean,
): Promise<Some<Row>> {
  const first: Row[] = [];
  let count = 0;
  await each(pages, (row) => {
    if (!counts(row)) return;
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
