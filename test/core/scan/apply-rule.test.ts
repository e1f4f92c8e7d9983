import { RULE_ID } from '../../../core/contract/names';
import { CountedStore } from '../../../core/counted-store';
import { ourConfigurationXml } from '../../../core/lifecycle/xml';
import { digest } from '../../../core/plan';
import { reason } from '../../../core/reasons';
import type { AppliedImage } from '../../../core/scan/apply-images';
import { applyRule } from '../../../core/scan/apply-rule';
import { lookForUndo, undoRule } from '../../../core/scan/apply-undo';
import { textDigest } from '../../../core/written-state';
import { account, bucketName, region } from '../../fakes/identifiers';
import { type FakeBucket, InMemoryS3 } from '../../fakes/in-memory-s3';
import { ManualClock } from '../../fakes/manual-clock';

const place = { account: account('111122223333'), region: region('eu-central-1'), bucket: bucketName('some-bucket') };
const rule = (id: string) =>
  `<Rule><ID>${id}</ID><Status>Enabled</Status><Filter><Prefix>${id}/</Prefix></Filter><Expiration><Days>30</Days></Expiration></Rule>`;
const xml = (...rules: string[]) => `<LifecycleConfiguration>${rules.join('')}</LifecycleConfiguration>`;
const theirs = { xml: xml(rule('logs')), transitionDefaultMinimumObjectSize: 'varies_by_storage_class' };

function setUp(lifecycle: FakeBucket['lifecycle'] = theirs, tags: Record<string, string> = {}) {
  const s3 = new InMemoryS3();
  const bucket: FakeBucket = { ...place, lifecycle, tags: new Map(Object.entries(tags)) };
  s3.buckets.set(place.bucket, bucket);
  const kept: Omit<AppliedImage, 'account' | 'region' | 'bucket'>[] = [];
  const waits: number[] = [];
  const stores = () => [new CountedStore(s3.store(), place), new CountedStore(s3.store(), place)] as const;
  const sleep = async (milliseconds: number) => {
    waits.push(milliseconds);
  };
  const apply = (shown = digest(lifecycle), keep = (image: (typeof kept)[number]) => void kept.push(image)) =>
    applyRule({ clock: new ManualClock(), keep, sleep }, ...stores(), { days: 7, shown });
  const undo = (images = kept, shown = digest(bucket.lifecycle)) => undoRule(...stores(), { images, shown, sleep });
  return { s3, bucket, kept, waits, apply, undo };
}

describe('applying', () => {
  it('keeps what is there before it writes, and reads back behind it', async () => {
    const { s3, bucket, kept, apply } = setUp();
    const order: string[] = [];
    s3.after('writeLifecycle', () => order.push(`write after ${kept.length} kept`));
    expect(await apply()).toMatchObject({ fate: 'done' });
    expect(order).toEqual(['write after 1 kept']);
    expect(s3.operations()).toEqual(['readTags', 'readLifecycle', 'writeLifecycle', 'readLifecycle']);
    expect(bucket.lifecycle?.xml).toContain(rule('logs'));
    expect(bucket.lifecycle?.transitionDefaultMinimumObjectSize).toBe('varies_by_storage_class');
    expect(kept).toEqual([
      { configuration: theirs, planned: textDigest(bucket.lifecycle), readAt: '2026-01-01T00:00:00.000Z' },
    ]);
  });

  it('writes nothing where what is there cannot be kept', async () => {
    const { s3, apply } = setUp();
    const keep = () => {
      throw new Error('the disk is full');
    };
    expect(await apply(undefined, keep)).toEqual({ fate: 'failed', text: expect.stringContaining('the disk is full') });
    expect(s3.operations()).not.toContain('writeLifecycle');
  });

  it('leaves alone what changed, what was excluded and what is covered since it was shown', async () => {
    const changed = setUp();
    expect(await changed.apply('another digest')).toMatchObject({ fate: 'changed' });
    const excluded = setUp(theirs, { 'partsweep:exclude': 'true' });
    expect(await excluded.apply()).toMatchObject({ fate: 'excluded' });
    const covered = setUp({ xml: ourConfigurationXml(7) });
    expect(await covered.apply()).toMatchObject({ fate: 'nothing' });
    for (const { s3, kept } of [changed, excluded, covered]) {
      expect(kept).toEqual([]);
      expect(s3.operations()).not.toContain('writeLifecycle');
    }
  });

  it('fails where tags cannot be read, for then it is not known whether the bucket is excluded', async () => {
    const { s3, apply } = setUp();
    s3.answerNext('readTags', { kind: 'denied', message: 'Access Denied' });
    expect(await apply()).toEqual({
      fate: 'denied',
      text: expect.stringMatching(/^its tags cannot be read: .*Denied/),
    });
    expect(s3.operations()).toEqual(['readTags']);
  });

  it('says that another rule changed at the same time', async () => {
    const { s3, apply } = setUp();
    s3.after('writeLifecycle', (bucket) => {
      bucket.lifecycle = { ...theirs, xml: xml(rule('tmp')) };
    });
    expect(await apply()).toMatchObject({ fate: 'lost-update' });
  });

  it('looks again until S3 shows the write, four times at most', async () => {
    const late = setUp();
    late.s3.after('writeLifecycle', () =>
      late.s3.answerNext('readLifecycle', { kind: 'retry', code: 'SlowDown', message: '' }),
    );
    expect(await late.apply()).toMatchObject({ fate: 'done' });
    expect(late.waits).toEqual([500]);
    const never = setUp();
    never.s3.after('writeLifecycle', (bucket) => {
      bucket.lifecycle = theirs;
    });
    expect(await never.apply()).toMatchObject({ fate: 'not-visible' });
    expect(never.waits).toEqual([500, 1_000, 2_000]);
  });

  it('takes a write without an answer for done only where S3 shows it', async () => {
    const answer = { kind: 'retry', code: 'TimeoutError', message: 'no answer' } as const;
    const lost = setUp();
    lost.s3.answerNext('writeLifecycle', answer);
    expect(await lost.apply()).toEqual({
      fate: 'failed',
      text: expect.stringContaining('did not say whether it wrote'),
    });
    const others = setUp();
    others.s3.answerNext('writeLifecycle', answer);
    others.s3.after('readLifecycle', (bucket) => {
      bucket.lifecycle = { ...theirs, xml: xml(rule('tmp')) };
    });
    expect(await others.apply()).toMatchObject({ fate: 'failed' });
    const made = setUp();
    made.s3.answerNext('writeLifecycle', answer);
    made.s3.after('readLifecycle', (bucket) => {
      bucket.lifecycle = { ...theirs, xml: xml(rule('logs'), ourRule()) };
    });
    expect(await made.apply()).toMatchObject({ fate: 'done' });
  });

  it.each(['denied', 'refused'] as const)('says that S3 answered %s, and does not look again', async (kind) => {
    const { s3, apply } = setUp();
    s3.answerNext('writeLifecycle', { kind, code: 'X', message: 'no' });
    expect(await apply()).toEqual({ fate: kind, text: expect.stringMatching(/^nothing was written: /) });
    expect(s3.operations().at(-1)).toBe('writeLifecycle');
  });
});

describe('what became of a write is said in words', () => {
  const slow = { kind: 'retry', code: 'SlowDown', message: 'slower' } as const;
  const fates = async (
    prepare: (world: ReturnType<typeof setUp>) => void,
    lifecycle: FakeBucket['lifecycle'] = theirs,
  ) => {
    const world = setUp(lifecycle);
    prepare(world);
    return world.apply();
  };

  it('where it was done, or nothing was to be done', async () => {
    expect(await fates(() => undefined)).toEqual({
      fate: 'done',
      text: 'our rule was written, and S3 shows it',
    });
    expect(await fates(() => undefined, { xml: ourConfigurationXml(7) })).toEqual({
      fate: 'nothing',
      text: reason('covered-by-ours').text,
    });
  });

  it('where it was not, and why', async () => {
    expect(await setUp(theirs, { 'partsweep:exclude': 'yes' }).apply()).toEqual({
      fate: 'excluded',
      text: reason('excluded-by-bucket-tag', 'partsweep:exclude="yes"').text,
    });
    expect(await setUp().apply('another digest')).toEqual({
      fate: 'changed',
      text: 'it was changed since it was shown, and is left alone',
    });
    expect(await fates(() => undefined, { xml: 'no' })).toMatchObject({
      fate: 'refused',
      text: expect.stringContaining('not a lifecycle'),
    });
    const full = () => {
      throw new Error('the disk is full');
    };
    const odd = () => {
      throw 'odd';
    };
    const unkept = 'what was there could not be kept, so nothing was written: ';
    expect(await setUp().apply(undefined, full)).toEqual({ fate: 'failed', text: `${unkept}the disk is full` });
    expect(await setUp().apply(undefined, odd)).toEqual({ fate: 'failed', text: `${unkept}odd` });
  });

  it('where S3 did not answer', async () => {
    const unavailable = reason('s3-unavailable', 'SlowDown: slower').text;
    expect(await fates(({ s3 }) => s3.answerNext('readTags', slow))).toEqual({
      fate: 'failed',
      text: `its tags cannot be read: ${unavailable}`,
    });
    expect(await fates(({ s3 }) => s3.answerNext('readLifecycle', slow))).toEqual({
      fate: 'failed',
      text: unavailable,
    });
    expect(await fates(({ s3 }) => s3.answerNext('readLifecycle', { kind: 'no-such-bucket' }))).toEqual({
      fate: 'gone',
      text: reason('bucket-gone').text,
    });
    expect(await fates(({ s3 }) => s3.answerNext('writeLifecycle', { kind: 'denied', message: 'no' }))).toEqual({
      fate: 'denied',
      text: `nothing was written: ${reason('access-denied', 'no').text}`,
    });
    expect(await fates(({ s3 }) => s3.answerNext('writeLifecycle', slow))).toEqual({
      fate: 'failed',
      text: 'S3 did not say whether it wrote, and does not show it (SlowDown: slower)',
    });
  });

  it('where S3 does not show it, or something else', async () => {
    const untaken = ({ s3 }: ReturnType<typeof setUp>, reads: number) =>
      s3.after('writeLifecycle', (bucket) => {
        bucket.lifecycle = theirs;
        for (let read = 0; read < reads; read += 1) s3.answerNext('readLifecycle', slow);
      });
    expect(await fates((world) => untaken(world, 3))).toEqual({
      fate: 'not-visible',
      text: 'S3 took the write, and does not show it yet',
    });
    expect(await fates((world) => untaken(world, 4))).toEqual({
      fate: 'not-visible',
      text: `S3 took the write, and does not show it yet; reading back: ${reason('s3-unavailable', 'SlowDown: slower').text}`,
    });
    const lost = await fates(({ s3 }) =>
      s3.after('writeLifecycle', (bucket) => {
        bucket.lifecycle = { ...theirs, xml: xml(rule('tmp')) };
      }),
    );
    expect(lost).toEqual({
      fate: 'lost-update',
      text: 'somebody changed other rules at the same time: compare with the configuration before',
    });
  });

  it('where there was none before', async () => {
    expect(await fates(({ s3 }) => s3.answerNext('readTags', { kind: 'none' }))).toMatchObject({
      fate: 'done',
    });
    const bare = setUp();
    bare.bucket.lifecycle = undefined;
    expect(await bare.apply(digest(undefined))).toMatchObject({ fate: 'done' });
    expect(bare.kept).toMatchObject([{ configuration: undefined }]);
  });
});

describe('undoing', () => {
  it('says what it came to', async () => {
    const applied = setUp();
    await applied.apply();
    expect(await applied.undo()).toEqual({ fate: 'done', text: 'our rule was taken out, and all is as it was before' });
    const cut = setUp({ ...theirs, xml: xml(rule('logs'), ourRule()) });
    expect(await cut.undo([])).toEqual({ fate: 'done', text: 'our rule was taken out' });
    expect(await setUp().undo([])).toEqual({ fate: 'nothing', text: reason('nothing-to-undo').text });
    expect(await setUp({ xml: 'no' }).undo([])).toMatchObject({
      fate: 'refused',
      text: expect.stringContaining('not a lifecycle'),
    });
    const denied = setUp();
    denied.s3.answerNext('readLifecycle', { kind: 'denied', message: 'no' });
    expect(await denied.undo([])).toEqual({ fate: 'denied', text: reason('access-denied', 'no').text });
  });

  it('is looked at before it is made', async () => {
    const { s3 } = setUp({ ...theirs, xml: xml(rule('logs'), ourRule()) });
    const store = new CountedStore(s3.store(), place);
    expect(await lookForUndo(store, [])).toEqual({
      ...{ kind: 'write', existing: { ...theirs, xml: xml(rule('logs'), ourRule()) }, configuration: theirs },
      exact: false,
    });
    expect(s3.operations()).toEqual(['readLifecycle']);
  });

  it('leaves alone what changed since it was shown, and says so', async () => {
    const { undo } = setUp({ xml: ourConfigurationXml(7) });
    expect(await undo([], 'another digest')).toEqual({
      fate: 'changed',
      text: 'it was changed since it was shown, and is left alone',
    });
  });

  it('brings back the configuration to the letter', async () => {
    const { bucket, apply, undo } = setUp();
    await apply();
    expect(await undo()).toEqual({ fate: 'done', text: expect.stringContaining('all is as it was before') });
    expect(bucket.lifecycle).toEqual(theirs);
  });

  it('deletes a configuration of our rule alone', async () => {
    const { bucket, undo } = setUp({ xml: ourConfigurationXml(7) });
    const images = [{ configuration: undefined, planned: '', readAt: '2026-01-01T00:00:00.000Z' }];
    expect(await undo(images)).toMatchObject({ fate: 'done' });
    expect(bucket.lifecycle).toBeUndefined();
  });

  it('leaves alone what changed since it was shown, and what has no rule of ours', async () => {
    const { s3, undo } = setUp({ xml: ourConfigurationXml(7) });
    expect(await undo([], 'another digest')).toMatchObject({ fate: 'changed' });
    const none = setUp();
    expect(await none.undo([])).toMatchObject({ fate: 'nothing' });
    expect([...s3.operations(), ...none.s3.operations()]).toEqual(['readLifecycle', 'readLifecycle']);
  });

  it('says that another rule changed at the same time', async () => {
    const { s3, apply, undo } = setUp();
    await apply();
    s3.after('writeLifecycle', (bucket) => {
      bucket.lifecycle = { ...theirs, xml: xml(rule('tmp')) };
    });
    expect(await undo()).toMatchObject({ fate: 'lost-update' });
  });
});

function ourRule(): string {
  const text = ourConfigurationXml(7);
  expect(text).toContain(RULE_ID);
  return text.slice(text.indexOf('<Rule>'), text.indexOf('</LifecycleConfiguration>'));
}
