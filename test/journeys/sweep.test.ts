import { DIRECTORY_BUCKET_REGIONS } from '../../core/sweep/survey';
import { createNewcomer } from '../../tour/newcomer';
import { type PlayedBucket, playScenes } from '../../tour/play';
import { Stage } from '../../tour/stage';
import { losingEvents } from './lost-events';
import { calls, memberCalls, now, writesToInventory } from './sweep-calls';
import { bucketItems, knownOutcome } from './sweep-items';
import { sweep } from './sweep-stage';

jest.setTimeout(600_000);

const OPTIONS = { accounts: 3, regions: ['eu-central-1', 'us-east-1'], settleSeconds: 1 };
/** Made before anybody watched, and by no scene. */
const BARE = 'bare-for-long';
/** The hub, the log archive, two workloads and the newcomer; one workload is excluded, and the management account left out. */
const SURVEYED = 5;

/** The same buckets twice: where every event arrives, and where none does and a sweep comes instead. */
let byEvents: Stage;
let bySweep: Stage;
let played: readonly PlayedBucket[];
let first: { readonly from: number; readonly to: number };
let second: { readonly from: number; readonly to: number };
let before: Awaited<ReturnType<typeof bucketItems>>;
let after: Awaited<ReturnType<typeof bucketItems>>;

beforeAll(async () => {
  [byEvents, bySweep] = await Promise.all([
    Stage.open(OPTIONS),
    Stage.open({ ...OPTIONS, changeTemplate: losingEvents() }),
  ]);
  played = await playScenes(byEvents);
  await createNewcomer(bySweep, 'newcomer', 'workloads/production');
  await Promise.all(
    played.map(({ scene, account, region, bucket }) =>
      scene.play(bySweep.user(account, region), bucket, async () => {}),
    ),
  );
  bySweep.cloud.s3.seedBuckets(member(), OPTIONS.regions[0] ?? '', [BARE], new Date('2020-01-01'));
  first = await during(() => sweep(bySweep));
  before = await bucketItems(bySweep);
  second = await during(() => sweep(bySweep));
  after = await bucketItems(bySweep);
}, 600_000);

afterAll(async () => {
  await Promise.all([byEvents?.stop(), bySweep?.stop()]);
});

function member(): string {
  return bySweep.landscape.workloads[1]?.id ?? '';
}

async function during(play: () => Promise<unknown>): Promise<{ readonly from: number; readonly to: number }> {
  const from = now(bySweep);
  await play();
  return { from, to: now(bySweep) };
}

/** The calls of one sweep that name the bucket. */
function callsFor(bucket: string, { from, to }: typeof first): Readonly<Record<string, number>> {
  const counts = Object.entries(memberCalls(bySweep, from, to));
  return Object.fromEntries(counts.filter(([name]) => name.endsWith(` ${bucket}`)));
}

describe('a sweep where every event is lost', () => {
  it('was told of nothing before', () => {
    const forwarded = bySweep.cloud.trace
      .entries()
      .filter((entry) => entry.kind === 'event' && entry.busArn.endsWith('event-bus/partsweep'))
      .filter((entry) => entry.kind === 'event' && entry.source !== 'partsweep');
    expect(forwarded).toEqual([]);
  });

  it('brings every bucket to where the events bring it', () => {
    const states = played.map(({ bucket }) => [
      bucket,
      byEvents.cloud.s3.inspect(bucket)?.lifecycle,
      bySweep.cloud.s3.inspect(bucket)?.lifecycle,
    ]);
    expect(states.length).toBeGreaterThan(10);
    for (const [bucket, wanted, found] of states) expect([bucket, found]).toEqual([bucket, wanted]);
  });

  it('comes to the same verdicts, but in an account that it does not look into', async () => {
    const verdicts = async (stage: Stage) =>
      Promise.all(
        played
          .filter(({ scene }) => scene.account !== 'excluded workload')
          .map(async ({ bucket, account }) => {
            const outcome = await knownOutcome(stage, account, bucket);
            const isOurs = outcome?.verdict === 'applied' || outcome?.reason.code === 'covered-by-ours';
            return [bucket, isOurs ? 'ours' : `${outcome?.verdict}: ${outcome?.reason.code}`];
          }),
      );
    expect(await verdicts(bySweep)).toEqual(await verdicts(byEvents));
  });
});

describe('a second sweep', () => {
  it('writes nothing to S3 and sends nothing to the writer', () => {
    const entries = bySweep.cloud.trace.entries().slice(second.from, second.to);
    const writes = calls(bySweep, second.from, second.to).filter(({ action }) => /:(Put|Delete)/.test(action));
    expect(writes).toEqual([]);
    expect(
      entries.filter(
        (entry) => entry.kind === 'invocation' && entry.functionArn.endsWith(':partsweep-reconcile-bucket'),
      ),
    ).toEqual([]);
  });

  it('leaves every item of a bucket as it is', () => {
    expect(before.size).toBeGreaterThan(10);
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    for (const [key, item] of before) expect([key, after.get(key)]).toEqual([key, item]);
  });

  it('writes four times for an account, however many buckets it has: its step twice, its standing and its visit', () => {
    const { survey, reconcile } = writesToInventory(bySweep, second.from, second.to);
    expect(survey).toBe(4 * SURVEYED);
    expect(reconcile).toBe(0);
  });
});

describe('calls to S3', () => {
  const GET = 's3:GetBucketLifecycleConfiguration';

  it('are five for a bare bucket: the look of the survey, and the four of the writer', () => {
    expect(callsFor(BARE, first)).toEqual({
      [`${GET} ${BARE}`]: 3,
      [`s3:GetBucketTagging ${BARE}`]: 1,
      [`s3:PutBucketLifecycleConfiguration ${BARE}`]: 1,
    });
  });

  it('are one for each covered bucket', () => {
    const covered = played.filter(({ outcome }) => ['applied', 'covered'].includes(outcome.verdict));
    expect(covered.length).toBeGreaterThan(5);
    for (const bucket of [BARE, ...covered.map((one) => one.bucket)]) {
      expect(callsFor(bucket, second)).toEqual({ [`${GET} ${bucket}`]: 1 });
    }
  });

  it('are besides the pages of the listings and of the tag hint', () => {
    const pages = (action: string, { from, to }: typeof first) =>
      calls(bySweep, from, to)
        .filter((call) => call.action === action)
        .map(({ account, region }) => `${account} ${region}`);
    for (const one of [first, second]) {
      expect(pages('s3:ListBuckets', one)).toHaveLength(SURVEYED);
      const directory = pages('s3express:ListDirectoryBuckets', one);
      expect(directory).toHaveLength(SURVEYED * DIRECTORY_BUCKET_REGIONS.length);
      expect(new Set(directory).size).toBe(directory.length);
      const hints = pages('tag:GetResources', one);
      expect(new Set(hints).size).toBe(hints.length);
    }
    expect(pages('tag:GetResources', first)).not.toEqual([]);
  });

  it('are none in an excluded account, and no session either', () => {
    const [excluded] = bySweep.landscape.workloads;
    const inAccount = calls(bySweep, 0).filter(({ account }) => account === excluded?.id);
    expect(inAccount).toEqual([]);
    const sessions = bySweep.cloud.trace
      .entries()
      .filter((entry) => entry.kind === 'call' && entry.action === 'sts:AssumeRole')
      .filter((entry) => entry.kind === 'call' && entry.resource.includes(`::${excluded?.id}:role/partsweep-member`));
    expect(sessions).toEqual([]);
  });
});
