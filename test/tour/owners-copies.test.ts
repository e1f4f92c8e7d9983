import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { type Cloud, startCloud } from '../../sandbox/cloud';
import { BucketUser } from '../../tour/bucket-user';
import { landscape } from '../../tour/landscape';
import { loseEvents } from '../../tour/lost-events';
import { compared, OwnersCopies } from '../../tour/owners-copies';
import { undoneEverything } from '../../tour/play-undo';
import { configuration, FULL, OURS, OURS_DISABLED, OURS_NARROWED, RETENTION, SCRATCH } from '../../tour/rules';

const HEADER = { transitionDefaultMinimumObjectSize: 'varies_by_storage_class' };
const OWNERS = { xml: configuration(RETENTION, SCRATCH), ...HEADER };

describe('a configuration against the copy of what its owner wrote', () => {
  it('is the same to the letter, or none where there was none', () => {
    expect(compared(OWNERS, { ...OWNERS })).toBe('same');
    expect(compared(undefined, undefined)).toBe('same');
  });

  it.each([
    ['one that has our rule in it', { ...OWNERS, xml: configuration(RETENTION, SCRATCH, OURS) }],
    ['other white space', { ...OWNERS, xml: OWNERS.xml.replace('</Rule>', '</Rule>\n') }],
    ['rules in another order', { ...OWNERS, xml: configuration(SCRATCH, RETENTION) }],
    ['another header', { xml: OWNERS.xml }],
    ['nothing', undefined],
  ])('fails for %s', (_what, now) => {
    expect(compared(OWNERS, now)).toBe('different');
  });

  it('fails for something where there was nothing', () => {
    expect(compared(undefined, { xml: configuration(SCRATCH) })).toBe('different');
  });

  it.each([
    ['disabled', OURS_DISABLED],
    ['narrowed', OURS_NARROWED],
    ['enabled', OURS],
  ])('does without a rule of our ID that its owner had written, %s', (_what, rule) => {
    const copy = { xml: configuration(RETENTION, rule, SCRATCH), ...HEADER };
    expect(compared(copy, OWNERS)).toBe('same-without-ours');
    expect(compared({ xml: configuration(rule) }, undefined)).toBe('same-without-ours');
    expect(compared(copy, { ...OWNERS, xml: configuration(RETENTION) })).toBe('different');
  });

  it('leaves a thousand rules of others alone', () => {
    expect(compared({ xml: FULL }, { xml: FULL })).toBe('same');
    expect(compared({ xml: FULL }, { xml: FULL.replace('shard-0999/', 'shard-1000/') })).toBe('different');
  });
});

describe('the undo of everything', () => {
  it('is told in numbers', () => {
    expect(
      undoneEverything('run', [
        { bucket: 'a', verdict: 'same' },
        { bucket: 'b', verdict: 'same-without-ours' },
      ]),
    ).toMatchObject({ configurations: 2, same: 1, withoutOurs: ['b'], different: [], check: { ok: true } });
  });

  it('fails when one configuration is not what it was, and names its bucket', () => {
    const { check } = undoneEverything('run', [
      { bucket: 'a', verdict: 'same' },
      { bucket: 'b', verdict: 'different' },
    ]);
    expect(check).toMatchObject({ ok: false, seen: 'b is not what its owner wrote last' });
  });

  it('fails when there was nothing to compare', () => {
    expect(undoneEverything('run', []).check.ok).toBe(false);
  });
});

describe('copies of what owners write', () => {
  const place = landscape(2);
  const account = place.workloads[1]?.id ?? '';
  let cloud: Cloud;

  beforeAll(async () => {
    cloud = await startCloud({ organization: place.organization });
  });

  afterAll(() => cloud.stop());

  const user = (region: string): BucketUser =>
    new BucketUser({ endpoint: cloud.endpoint, account, region, credentials: cloud.administrator(account) });

  it('are of the last write, and of buckets that were there before', async () => {
    await user('eu-central-1').create('was-there');
    await user('eu-central-1').writeLifecycle('was-there', { xml: configuration(SCRATCH) });
    const copies = new OwnersCopies(cloud);
    expect(copies.compare()).toEqual([{ bucket: 'was-there', verdict: 'same' }]);
    await user('us-east-1').create('later');
    await user('us-east-1').writeLifecycle('later', { xml: configuration(SCRATCH) });
    await user('us-east-1').writeLifecycle('later', OWNERS);
    await user('us-east-1').createDirectoryBucket('fast--use1-az4--x-s3', 'use1-az4');
    expect(copies.of('later')).toMatchObject(HEADER);
    expect(copies.compare().map(({ bucket, verdict }) => `${bucket} ${verdict}`)).toEqual([
      'fast--use1-az4--x-s3 same',
      'later same',
      'was-there same',
    ]);
  });

  it('events about buckets of certain names are lost, and others are not', async () => {
    loseEvents(cloud);
    const from = cloud.trace.entries().length;
    const s3 = new S3Client({
      endpoint: cloud.endpoint,
      region: 'us-east-1',
      credentials: cloud.administrator(account),
    });
    for (const Bucket of ['existing-one', 'lost-event-one', 'heard'])
      await s3.send(new CreateBucketCommand({ Bucket }));
    s3.destroy();
    const events = cloud.trace
      .entries()
      .slice(from)
      .filter(({ kind }) => kind === 'event');
    expect(events).toHaveLength(1);
  });
});
