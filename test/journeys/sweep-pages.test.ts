import { RULE_ID } from '../../core/contract/names';
import type { AccountId } from '../../core/identifiers';
import { Stage } from '../../tour/stage';
import { losingEvents } from './lost-events';
import { calls, now } from './sweep-calls';
import { beginSweep, ended, progressOf, queueArn, until } from './sweep-stage';

jest.setTimeout(600_000);

const REGION = 'eu-central-1';
/** Before, on the border of and behind the first page of the listing, which has 1,000 names. */
const BARE = [...names('a', 40), ...names('z', 40)];
/** Left alone for their name: so many buckets are listed, counted and kept, and cost no call each. */
const LEFT_ALONE = names('left-alone', 980);
const ALL = BARE.length + LEFT_ALONE.length;

let stage: Stage;
let from: number;
let runs: readonly string[];

beforeAll(async () => {
  stage = await Stage.open({
    accounts: 2,
    regions: [REGION],
    settleSeconds: 1,
    settings: { excludedBucketNames: ['left-alone-*'] },
    // no hint of a stack, and so no other sweep
    changeTemplate: losingEvents(),
  });
  stage.cloud.s3.seedBuckets(scope().id, REGION, [...BARE, ...LEFT_ALONE], new Date('2020-01-01'));
  from = now(stage);
  runs = await Promise.all([beginSweep(stage, scope()), beginSweep(stage, scope())]);
  await Promise.all(runs.map((run) => ended(stage, run)));
  await until('every message to be handled', async () => {
    // one that came while its bucket was being written waits for longer than this test
    const { visible, inFlight } = stage.cloud.sqs.inspect(queueArn(stage, 'partsweep-settle'));
    return (visible + inFlight === 0 && BARE.every(hasRule)) || undefined;
  });
}, 600_000);

afterAll(() => stage?.stop());

function names(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(4, '0')}`);
}

function hasRule(bucket: string): boolean {
  return stage.cloud.s3.inspect(bucket)?.lifecycle?.xml.includes(`<ID>${RULE_ID}</ID>`) === true;
}

function scope(): { readonly kind: 'account'; readonly id: AccountId } {
  return { kind: 'account', id: stage.landscape.workloads[1]?.id as AccountId };
}

describe('two sweeps at once through more buckets than a page has', () => {
  it('give each bucket its rule that needs it, on every page', () => {
    expect(BARE.filter((name) => !hasRule(name))).toEqual([]);
  });

  it('write to no bucket twice', () => {
    const writes = calls(stage, from).filter(({ action }) => action === 's3:PutBucketLifecycleConfiguration');
    expect(writes.map(({ resource }) => resource).sort()).toEqual(BARE.map((name) => `arn:aws:s3:::${name}`).sort());
  });

  it('were at it at the same time, and count every bucket once in each run', async () => {
    const [one, other] = await Promise.all(runs.map((run) => progressOf(stage, run)));
    expect(String(one?.run.startedAt) < String(other?.run.finishedAt)).toBe(true);
    expect(String(other?.run.startedAt) < String(one?.run.finishedAt)).toBe(true);
    for (const { accounts, buckets } of [one, other].filter((progress) => progress !== undefined)) {
      expect(accounts).toMatchObject({ expected: 1, done: 1, failed: 0 });
      expect(buckets.excluded).toBe(LEFT_ALONE.length);
      expect(Object.values(buckets).reduce((sum, count) => sum + count, 0)).toBe(ALL);
    }
  });

  it('are followed by one that lists two pages and reads each bucket once', async () => {
    const begun = now(stage);
    const run = await beginSweep(stage, scope());
    await ended(stage, run);
    const { buckets } = await progressOf(stage, run);
    // of two messages of one bucket, the one that came last may look at it only now
    const made = calls(stage, begun).filter(
      ({ action, caller }) => action.startsWith('s3:') && caller.endsWith('/partsweep-survey-account'),
    );

    const { applied = 0, covered = 0, ...others } = buckets;
    expect({ ...others, ours: applied + covered }).toEqual({ ours: BARE.length, excluded: LEFT_ALONE.length });
    expect(made.filter(({ action }) => action === 's3:ListBuckets')).toHaveLength(2);
    const reads = made.filter(({ action }) => action !== 's3:ListBuckets');
    expect(reads.map(({ action }) => action)).toEqual(BARE.map(() => 's3:GetBucketLifecycleConfiguration'));
    expect(new Set(reads.map(({ resource }) => resource)).size).toBe(BARE.length);
  });
});
