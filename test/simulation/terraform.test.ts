import { account, bucketName, region } from '../fakes/identifiers';
import { Random } from './random';
import { SimulatedEvents } from './simulated-events';
import { SimulatedS3 } from './simulated-s3';
import { type Apply, Terraform } from './terraform';
import { terraformLifecycle } from './terraform-rules';
import { Trace } from './trace';
import { VirtualClock } from './virtual-clock';

const PLACE = { account: account('111122223333'), region: region('eu-west-1'), bucket: bucketName('orders') };
const LIFECYCLE = terraformLifecycle(new Random(1), 'a');
const OTHER = terraformLifecycle(new Random(1), 'b');

/** Terraform alone with S3, and the events that its calls make, on time. */
function world() {
  const random = new Random(1);
  const clock = new VirtualClock({ random: random.fork() });
  const start = clock.now();
  const trace = new Trace(clock);
  const told: string[] = [];
  const events = new SimulatedEvents({
    ...{ clock, random: random.fork(), chances: { late: 0, lost: 0, doubled: 0 }, deliver: () => {} },
    forwards: ({ detail }) => told.push(String(detail['eventName'])) > 0,
  });
  const s3 = new SimulatedS3({ clock, trace, events });
  const terraform = new Terraform({ clock, random, s3, trace });
  const run = async (...applies: readonly Apply[]) => {
    const failures = terraform.run(PLACE, applies);
    await clock.run();
    return failures;
  };
  const create: Apply = { at: start, kind: 'create', tagged: true, lifecycle: LIFECYCLE };
  return { ...{ clock, start, trace, told, s3, terraform, run, create } };
}

describe('the stand-in for Terraform', () => {
  test('creates, tags after one second, writes the lifecycle after twelve, and reads it back for fifty', async () => {
    const { run, create, s3, start, clock, told, terraform } = world();
    expect(await run(create)).toEqual([]);
    expect(told).toEqual(['CreateBucket', 'PutBucketTagging', 'PutBucketLifecycle']);
    const [made, written] = s3.history(PLACE).changes.map(({ at }) => (at - start) / 1000);
    expect(made).toBe(0);
    expect(written).toBeCloseTo(12, 1);
    expect(s3.memory.operations().filter((operation) => operation === 'readLifecycle')).toHaveLength(10);
    expect(terraform.readBacks).toBe(1);
    expect((clock.now() - start) / 1000).toBeGreaterThan(62);
  });

  test('writes and reads back nothing where it has no lifecycle to manage', async () => {
    const { run, create, s3, told, terraform } = world();
    expect(await run({ ...create, lifecycle: undefined, tagged: false })).toEqual([]);
    expect(told).toEqual(['CreateBucket']);
    expect(s3.history(PLACE).foreign).toBeUndefined();
    expect(terraform.readBacks).toBe(0);
  });

  test('fails on any difference, at any of its reads', async () => {
    for (const seconds of [13, 40, 61]) {
      const { run, create, s3, clock, start } = world();
      const header = { ...LIFECYCLE, transitionDefaultMinimumObjectSize: 'varies_by_storage_class' };
      const found = seconds === 40 ? header : OTHER;
      clock.at(start + seconds * 1_000, () => {
        const bucket = s3.memory.buckets.get(PLACE.bucket);
        if (bucket !== undefined) bucket.lifecycle = found;
      });
      const failures = await run(create);
      expect(failures).toMatchObject([{ place: PLACE, wanted: LIFECYCLE, found }]);
      expect((failures[0]?.readAt ?? 0) - start).toBeGreaterThan(seconds * 1_000);
    }
  });

  test('does not see what comes after its last read', async () => {
    const { run, create, s3, clock, start } = world();
    clock.at(start + 63_000, () => {
      const bucket = s3.memory.buckets.get(PLACE.bucket);
      if (bucket !== undefined) bucket.lifecycle = OTHER;
    });
    expect(await run(create)).toEqual([]);
  });

  test('changes a bucket that is there, one apply after the other, and only where there is a difference', async () => {
    const { run, create, s3, start, told, terraform } = world();
    const change = { at: start, kind: 'change' } as const;
    expect(await run(create, { ...change, lifecycle: OTHER }, { ...change, lifecycle: OTHER })).toEqual([]);
    expect(terraform.readBacks).toBe(2);
    expect(s3.history(PLACE).foreign).toEqual(OTHER);
    const [, first, second] = s3.history(PLACE).changes;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(50_000);
    expect(told.at(-1)).toBe('PutBucketLifecycle');
  });

  test('takes a configuration away, and makes a bucket again', async () => {
    const { run, create, s3, start, told } = world();
    const replace = { at: start, kind: 'replace', tagged: false, lifecycle: undefined } as const;
    expect(await run(create, { at: start, kind: 'change', lifecycle: undefined }, replace)).toEqual([]);
    expect(told.slice(3)).toEqual(['DeleteBucketLifecycle', 'DeleteBucketLifecycle', 'DeleteBucket', 'CreateBucket']);
    expect(s3.memory.buckets.get(PLACE.bucket)?.lifecycle).toBeUndefined();
  });
});
