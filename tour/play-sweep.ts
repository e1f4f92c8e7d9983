import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import type { Outcome } from '../core/outcome';
import type { RunProgress } from '../core/sweep/run';
import { type Check, checked } from './check';
import { type MadeBucket, makeExisting } from './make-existing';
import type { Operator, Place } from './operator';
import type { OwnersCopies } from './owners-copies';
import { pollUntil } from './poll-until';
import { problemsOf } from './scene-check';
import type { Stage } from './stage';
import { writesOfProduct } from './writes-of-product';

/** How far a run was at one moment. */
export type ProgressSeen = Pick<RunProgress, 'accounts' | 'buckets'>;

/** One bucket that only a sweep could find, and what became of it. */
export interface SweptBucket {
  readonly title: string;
  readonly outcome: Outcome;
  readonly before: LifecycleConfiguration | undefined;
  readonly after: LifecycleConfiguration | undefined;
  readonly problems: readonly string[];
}

export interface PlayedSweep {
  readonly run: string;
  /** Each time that something had changed; the last one is that of the end. */
  readonly progress: readonly ProgressSeen[];
  readonly buckets: readonly SweptBucket[];
  /** The bucket whose event was lost. */
  readonly lostEvent: SweptBucket;
  readonly checks: readonly Check[];
}

/** What a sweep has to find: made before it, and unheard of. */
export interface Unheard {
  readonly existing: readonly MadeBucket[];
  readonly lost: Place;
}

/** Makes the existing buckets, and one whose event is lost. */
export async function makeUnheard(stage: Stage): Promise<Unheard> {
  const account = stage.landscape.workloads[1]?.id ?? '';
  const region = stage.regions[0] ?? '';
  const lost = { account, region, bucket: `lost-event-${account}` };
  const [existing] = await Promise.all([makeExisting(stage), stage.user(account, region).create(lost.bucket)]);
  return { existing, lost };
}

/** Sweeps, and waits until the writer is through with what the sweep found. */
export async function playSweep(
  operator: Operator,
  copies: OwnersCopies,
  { existing, lost }: Unheard,
  tell: (line: string) => void,
): Promise<PlayedSweep> {
  const before = new Map([...existing, lost].map(({ bucket }) => [bucket, copies.now(bucket)]));
  const run = await operator.begin('sweep');
  const progress: ProgressSeen[] = [];
  const end = await operator.through(run, (seen) => {
    const line = inWords(seen);
    if (progress.length > 0 && line === inWords(progress.at(-1) ?? seen)) return;
    progress.push({ accounts: seen.accounts, buckets: seen.buckets });
    tell(`sweep: ${line}`);
  });
  const settled = async (place: Place, scene: SceneOf): Promise<SweptBucket> => {
    const outcome = await settledOutcome(operator, place);
    const found = { before: before.get(place.bucket), after: copies.now(place.bucket) };
    const problems = problemsOf(scene, { written: scene.written, ...found, outcome });
    return { title: scene.title, outcome, ...found, problems };
  };
  const buckets = await Promise.all(
    existing.map((made) => settled(made, { ...made.existing, written: made.user.written(made.bucket) })),
  );
  const title = 'a bucket whose event was lost';
  const lostEvent = await settled(lost, { title, verdict: 'applied', change: 'added', written: undefined });
  return { run, progress, buckets, lostEvent, checks: checksOf(end, buckets, lostEvent) };
}

/** What the inventory says of a bucket once it does not wait any more, or what it says at last. */
async function settledOutcome(operator: Operator, place: Place): Promise<Outcome> {
  const settled = async (): Promise<Outcome | undefined> => {
    const outcome = await operator.outcome(place);
    return outcome?.verdict === 'waiting' ? undefined : outcome;
  };
  try {
    return await pollUntil(`the outcome of ${place.bucket}`, settled);
  } catch (error) {
    const last = await operator.outcome(place);
    if (last === undefined) throw error;
    return last;
  }
}

type SceneOf = Parameters<typeof problemsOf>[0] & {
  readonly title: string;
  readonly written: LifecycleConfiguration | undefined;
};

export interface PlayedAgain extends ProgressSeen {
  readonly run: string;
  /** Lifecycle configurations that the product wrote or tried to write. */
  readonly writes: number;
  readonly check: Check;
}

/** Sweeps again, with nothing changed since: nothing is written. */
export async function playSecondSweep(stage: Stage, operator: Operator): Promise<PlayedAgain> {
  const from = stage.cloud.trace.entries().length;
  const run = await operator.begin('sweep');
  const { accounts, buckets } = await operator.through(run);
  const writes = writesOfProduct(stage, from);
  const problems = writes === 0 ? [] : [`${writes} lifecycle configurations were written`];
  const { waiting = 0 } = buckets;
  if (waiting > 0) problems.push(`${waiting} buckets were sent to the writer`);
  if (accounts.failed > 0) problems.push(`${accounts.failed} accounts failed`);
  const seen = `${inWords({ accounts, buckets })}; 0 calls of PutBucketLifecycleConfiguration`;
  return { run, accounts, buckets, writes, check: checked('a second sweep writes nothing', problems, seen) };
}

/** `5 of 7 accounts, 1 excluded; buckets: 12 waiting, 3 covered` */
export function inWords({ accounts, buckets }: ProgressSeen): string {
  const { listed, expected, done, excluded, failed } = accounts;
  const counts = Object.entries(buckets).map(([verdict, count]) => `${count} ${verdict}`);
  const other = [excluded > 0 ? `, ${excluded} excluded` : '', failed > 0 ? `, ${failed} FAILED` : ''].join('');
  const all = listed ? `${expected}` : 'yet unlisted';
  return `${done} of ${all} accounts done${other}; buckets: ${counts.join(', ') || 'none yet'}`;
}

function checksOf(end: RunProgress, buckets: readonly SweptBucket[], lost: SweptBucket): readonly Check[] {
  const { accounts } = end;
  const bad = (swept: readonly SweptBucket[]): readonly string[] =>
    swept.flatMap(({ outcome, problems }) => problems.map((problem) => `${outcome.bucket}: ${problem}`));
  const missed: string[] = [];
  if (accounts.failed > 0) missed.push(`${accounts.failed} accounts failed`);
  if (accounts.done + accounts.excluded !== accounts.expected) {
    missed.push(`${accounts.expected} accounts were listed, ${accounts.done + accounts.excluded} looked at`);
  }
  return [
    checked('a sweep looks at every account that there is', missed, inWords(end)),
    checked(
      `${buckets.length} existing buckets, of which no event was heard`,
      bad(buckets),
      'each is as it should be, and the inventory says so',
    ),
    checked(lost.title, bad([lost]), `the sweep found ${lost.outcome.bucket}, and it has the rule`),
  ];
}
