import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { covers } from '../../core/plan';
import type { BucketUser } from '../../tour/bucket-user';
import { Operator } from './operator-stage';
import { OrganizationUser } from './organization-user';
import { ToolUser } from './tool-user';

jest.setTimeout(600_000);

const REGION = 'eu-central-1';
/** A Region from which no events are forwarded. */
const SILENT = 'us-east-1';
const rules = (...texts: string[]): string =>
  `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${texts.join('')}</LifecycleConfiguration>`;
const SCRATCH =
  '<Rule><ID>scratch</ID><Filter><Prefix>scratch/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule>';
const LATER = SCRATCH.replaceAll('scratch', 'later');
const NOVELTY =
  '<Rule><ID>newer than every SDK</ID><Filter><Prefix>new/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>30</Days></Expiration><RetentionNovelty><Mode>guarded</Mode></RetentionNovelty></Rule>';
const DATED_V1 =
  '<Rule><ID>rotated logs</ID><Prefix>rotated/</Prefix><Status>Enabled</Status><Transition><Date>2031-11-10T00:00:00.000Z</Date><StorageClass>GLACIER</StorageClass></Transition></Rule>';

/** What buckets are like before there is a rule of ours. */
const BEFORE: Readonly<Record<string, LifecycleConfiguration | undefined>> = {
  bare: undefined,
  'with-header': { xml: rules(SCRATCH), transitionDefaultMinimumObjectSize: 'varies_by_storage_class' },
  'with-novelty': { xml: rules(NOVELTY, SCRATCH) },
  'in-the-old-dialect': { xml: rules(DATED_V1) },
};

let operator: Operator;

beforeAll(async () => {
  const settings = { pauseSeconds: 0, profileSeconds: 0 };
  operator = await Operator.open({ accounts: 4, regions: [REGION], settleSeconds: 1, settings });
});

afterAll(() => operator?.stage.stop());

const user = (index: number, region = REGION): BucketUser => operator.stage.user(operator.account(index), region);

/** Makes a bucket of each kind, their names begun by `prefix`, and waits for our rule; gives what S3 told of each before that. */
async function applied(
  prefix: string,
  index = 1,
  kinds: readonly string[] = Object.keys(BEFORE),
): Promise<ReadonlyMap<string, LifecycleConfiguration | undefined>> {
  const copies = new Map<string, LifecycleConfiguration | undefined>();
  for (const kind of kinds) {
    const bucket = `${prefix}-${kind}`;
    const before = BEFORE[kind];
    await user(index).create(bucket);
    if (before !== undefined) await user(index).writeLifecycle(bucket, before);
    copies.set(bucket, await user(index).readLifecycle(bucket));
  }
  for (const bucket of copies.keys()) await operator.told(bucket, 0, 'applied');
  return copies;
}

/** Resolves when each bucket was told to be undone once more than it was when `ask` was called. */
async function undone(buckets: Iterable<string>, ask: () => Promise<unknown>): Promise<void> {
  const from = new Map([...buckets].map((bucket) => [bucket, operator.toldSoFar(bucket)]));
  await ask();
  for (const [bucket, count] of from) await operator.told(bucket, count, 'held', 'undone');
}

const undo = (bucket: string, index = 1): Promise<void> =>
  undone([bucket], () => operator.bucket('undo', operator.account(index), REGION, bucket));

async function expectAsBefore(
  copies: ReadonlyMap<string, LifecycleConfiguration | undefined>,
  index = 1,
): Promise<void> {
  for (const [bucket, copy] of copies) {
    expect([bucket, await user(index).readLifecycle(bucket)]).toEqual([bucket, copy]);
  }
}

async function expectCovered(bucket: string, index = 1): Promise<void> {
  expect([bucket, covers(await user(index).readLifecycle(bucket), { days: 7 })]).toEqual([bucket, true]);
}

describe('an undo of single buckets', () => {
  let copies: ReadonlyMap<string, LifecycleConfiguration | undefined>;

  beforeAll(async () => {
    copies = await applied('single');
    for (const bucket of copies.keys()) await undo(bucket);
  });

  it('leaves each configuration to the letter as it was', async () => {
    await expectAsBefore(copies);
  });

  it('holds them: neither an event nor a sweep writes them', async () => {
    const from = operator.now();
    for (const bucket of copies.keys()) await user(1).tag(bucket, { team: 'a' });
    await operator.sweep();
    await operator.idle();

    expect(operator.writes(undefined, from)).toEqual([]);
    for (const bucket of copies.keys()) {
      const record = await operator.record(operator.account(1), bucket);
      expect(record?.hold).toMatchObject({ by: 'ada' });
      expect(record?.outcome?.verdict).toBe('held');
    }
    await expectAsBefore(copies);
  });

  it('ends with a release: they are written again, and can be undone again', async () => {
    for (const bucket of copies.keys()) {
      const told = operator.toldSoFar(bucket);
      await operator.bucket('release', operator.account(1), REGION, bucket);
      await operator.told(bucket, told, 'applied');
      await expectCovered(bucket);
      await undo(bucket);
    }
    await expectAsBefore(copies);
  });

  it('ends with the life of a bucket', async () => {
    const tools = new ToolUser(operator.stage, operator.account(1), REGION);
    await tools.delete('single-bare');
    await operator.known(operator.account(1), 'single-bare', 'gone');
    await tools.create('single-bare');
    await operator.known(operator.account(1), 'single-bare', 'applied');
    await expectCovered('single-bare');
  });
});

describe('a change by somebody else after our write', () => {
  it('survives the undo', async () => {
    const copies = await applied('changed', 1, ['bare', 'with-header', 'with-novelty']);
    for (const bucket of copies.keys()) {
      const now = await user(1).readLifecycle(bucket);
      if (now === undefined) throw new Error(`${bucket} has no configuration`);
      const told = operator.toldSoFar(bucket);
      await user(1).writeLifecycle(bucket, { ...now, xml: now.xml.replace('</LifecycleConfiguration>', `${LATER}$&`) });
      await operator.told(bucket, told, 'covered');
      await undo(bucket);

      const left = (await user(1).readLifecycle(bucket))?.xml ?? '';
      const before = copies.get(bucket)?.xml ?? now.xml.replace(/<Rule>.*<\/Rule>/, '');
      expect(left).toBe(before.replace('</LifecycleConfiguration>', `${LATER}$&`));
    }
  });
});

describe('an undo of many buckets', () => {
  it('of an account takes our rule out there, also of buckets that no event told of, and nowhere else', async () => {
    const copies = await applied('account', 2);
    const [there, elsewhere] = [operator.account(2), operator.account(3)];
    await applied('elsewhere', 3, ['bare']);
    operator.stage.cloud.s3.seedBuckets(there, SILENT, ['account-silent'], new Date('2025-03-01'));
    await operator.sweep();
    await operator.known(there, 'account-silent', 'applied');

    await undone([...copies.keys(), 'account-silent'], async () => {
      const progress = await operator.undoAll({ kind: 'account', id: there as never });
      expect(progress.buckets).toEqual({ waiting: 5 });
    });
    await expectAsBefore(copies, 2);
    expect(await user(2, SILENT).readLifecycle('account-silent')).toBeUndefined();
    await operator.idle();
    expect((await operator.record(elsewhere, 'elsewhere-bare'))?.hold).toBeNull();
    await expectCovered('elsewhere-bare', 3);
  });

  it('of everything works while everything is paused, and in an account that was excluded meanwhile', async () => {
    const organization = new OrganizationUser(operator.stage);
    const copies = await applied('everything', 1, ['bare', 'with-header']);
    const excluded = await applied('excluded', 3, ['bare', 'with-header']);
    await organization.tag(operator.account(3), { 'partsweep:exclude': 'true' });
    await operator.pause();
    await user(1).create('never-written');
    await operator.known(operator.account(1), 'never-written', 'waiting', 'paused');

    await undone([...copies.keys(), ...excluded.keys()], () => operator.undoAll());
    await expectAsBefore(copies);
    await expectAsBefore(excluded, 3);
    expect(operator.writes('never-written')).toEqual([]);

    await organization.untag(operator.account(3), 'partsweep:exclude');
    await operator.resume();
    // it was about to be written, and whoever undoes everything wants no rule there either
    await operator.known(operator.account(1), 'never-written', 'held');
    await operator.bucket('release', operator.account(1), REGION, 'never-written');
    await operator.known(operator.account(1), 'never-written', 'applied');
    await operator.known(operator.account(3), 'excluded-bare', 'held');
    await expectAsBefore(copies);
    await expectAsBefore(excluded, 3);
  });
});

describe('an undo whose call to S3 fails', () => {
  const UNAVAILABLE = { code: 'InternalError', status: 500, message: 'We encountered an internal error.' };

  it.each([
    ['bare', 'DeleteBucketLifecycle', false],
    ['bare', 'DeleteBucketLifecycle', true],
    ['with-header', 'PutBucketLifecycleConfiguration', false],
    ['with-header', 'PutBucketLifecycleConfiguration', true],
  ] as const)('is done in the end (%s: %s, with effect: %s)', async (kind, operation, afterEffect) => {
    const account = operator.account(1);
    const prefix = `failing-${afterEffect}`;
    const bucket = `${prefix}-${kind}`;
    const copies = await applied(prefix, 1, [kind]);
    operator.stage.cloud.s3.failNext({ operation, bucket }, { ...UNAVAILABLE, afterEffect });
    const from = operator.now();
    // held from before the write on: the event that the lost write causes does not put the rule back
    await operator.bucket('undo', account, REGION, bucket);
    await operator.known(account, bucket, 'held');
    await operator.idle();

    expect(operator.writes(bucket, from)).toHaveLength(afterEffect ? 1 : 2);
    await expectAsBefore(copies);
    expect((await operator.record(account, bucket))?.hold).toMatchObject({ by: 'ada' });
    await operator.sweep();
    await operator.idle();
    await expectAsBefore(copies);
  });
});
