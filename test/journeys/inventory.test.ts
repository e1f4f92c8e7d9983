import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { RULE_ID } from '../../core/contract/names';
import type { AccountId, BucketName, Region } from '../../core/identifiers';
import { readProgress } from '../../core/sweep/run-progress';
import { Stage } from '../../tour/stage';
import { strike } from './strike';
import { now } from './sweep-calls';
import { all, bucketItem, type InventoryItem, inventoryOf, knownOutcome } from './sweep-items';
import { ask, calm, sweep, until } from './sweep-stage';

jest.setTimeout(600_000);

const HOME = 'eu-central-1' as Region;
const IMAGES = 'partsweep-inventory-200000000002-eu-central-1';

const rules = (...texts: readonly string[]): string =>
  `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${texts.join('')}</LifecycleConfiguration>`;
const expire = (id: string, prefix: string): string =>
  `<Rule><ID>${id}</ID><Filter><Prefix>${prefix}</Prefix></Filter><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule>`;
const OVERLAP = rules(
  '<Rule><ID>logs</ID><Prefix>logs/</Prefix><Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>',
);

let stage: Stage;
let inventory: ReturnType<typeof inventoryOf>;

beforeAll(async () => {
  stage = await Stage.open({
    accounts: 3,
    regions: [HOME],
    settleSeconds: 1,
    settings: { retrySeconds: 3, directoryBucketRegions: [] },
  });
  inventory = inventoryOf(stage);
  await calm(stage);
}, 600_000);

afterAll(async () => {
  inventory?.close();
  await stage?.stop();
});

const member = (index = 1): AccountId => stage.landscape.workloads[index]?.id as AccountId;
const name = (text: string) => text as BucketName;

/** The item of the write into a bucket, as soon as it ended well. */
async function writtenInto(bucket: string): Promise<InventoryItem> {
  return until(`the write into ${bucket}`, async () => {
    const item = await bucketItem(stage, member(2), bucket, 'write');
    return item?.['state'] === 'written' ? item : undefined;
  });
}

/** The configuration in an image, without the declaration that S3 sends before it. */
function textIn(image: unknown): string {
  return gunzipSync(image as Uint8Array)
    .toString()
    .replace(/^<\?xml[^>]*>\s*/, '');
}

describe('the questions that an operator asks the inventory', () => {
  let from: number;
  let begun: string;
  let run: string;

  beforeAll(async () => {
    const user = stage.user(member(), HOME);
    stage.cloud.s3.seedBuckets(member(), HOME, ['plain', 'opted-out', 'overlapping'], new Date('2020-01-01'));
    stage.cloud.s3.seedBuckets(stage.landscape.logArchive.id, HOME, ['logs'], new Date('2020-01-01'));
    await user.tag('opted-out', { 'partsweep:exclude': 'true' });
    await user.writeLifecycle('overlapping', { xml: OVERLAP });
    await calm(stage);
    begun = new Date().toISOString();
    run = (await sweep(stage)).run.id;
    from = now(stage);
  }, 600_000);

  it('what is known of one bucket', async () => {
    const record = await inventory.buckets.bucket({ account: member(), region: HOME, bucket: name('plain') });
    expect(record).toMatchObject({ outcome: { verdict: 'applied', ruleId: RULE_ID }, removals: [], hold: null });
    expect(await inventory.buckets.bucket({ account: member(), region: HOME, bucket: name('nowhere') })).toBe(
      undefined,
    );
  });

  it('which buckets an account has, in the order of their names, page by page', async () => {
    const rows = await all((after) => inventory.buckets.buckets(member(), { after, through: null, limit: 2 }));
    expect(rows.map(({ bucket, record }) => [bucket, record.outcome?.verdict])).toEqual([
      ['opted-out', 'excluded'],
      ['overlapping', 'refused'],
      ['plain', 'applied'],
    ]);
  });

  it('which buckets have a verdict, in any account', async () => {
    const named = async (verdict: Parameters<typeof inventory.buckets.withVerdict>[0]) =>
      (await all((next) => inventory.buckets.withVerdict(verdict, next))).map(({ bucket }) => bucket);
    expect(await named('denied')).toEqual(['logs']);
    expect(await named('refused')).toEqual(['overlapping']);
    expect(await named('excluded')).toEqual(['opted-out']);
    expect(await named('waiting')).toEqual([]);
  });

  it('which accounts were not visited since a time', async () => {
    const since = async (time: string | null) =>
      (await all((next) => inventory.accounts.byLastVisit(time, next))).map(({ account }) => account).sort();
    const { hub, logArchive, managementAccountId, workloads } = stage.landscape;
    // neither is visited: the one is left out, the other has excluded itself
    const never = [managementAccountId, workloads[0]?.id].sort();
    expect(await since(begun)).toEqual(never);
    const visited = [hub.id, logArchive.id, member(1), member(2)];
    expect(await since(new Date().toISOString())).toEqual([...never, ...visited].sort());
    expect(await since(null)).toEqual([...never, ...visited].sort());
  });

  it('how far a run is', async () => {
    const told = await readProgress(inventory.runs, run);
    expect(told).toMatchObject({ accounts: { listed: true, expected: 6, done: 4, excluded: 2, open: 0, failed: 0 } });
    // the bucket with the images is covered; what needed a write was waiting for it when the run saw it
    expect(told?.buckets).toEqual({ covered: 1, waiting: 2, excluded: 1, refused: 1 });
  });

  it('are answered without a look through the whole table', () => {
    const asked = stage.cloud.trace
      .entries()
      .slice(from)
      .filter((entry) => entry.kind === 'call')
      .filter(({ action, caller }) => action.startsWith('dynamodb:') && caller.includes(':user/administrator'));
    expect(new Set(asked.map(({ action }) => action))).toEqual(new Set(['dynamodb:GetItem', 'dynamodb:Query']));
  });
});

describe('the image of a configuration', () => {
  it('is kept before the write: it is there where S3 took no write at all', async () => {
    const user = stage.user(member(2), HOME);
    const theirs = rules(expire('theirs', 'old/'));
    stage.cloud.s3.seedBuckets(member(2), HOME, ['ahead'], new Date('2020-01-01'));
    await user.writeLifecycle('ahead', { xml: theirs });
    const was = stage.cloud.s3.inspect('ahead')?.lifecycle;
    stage.cloud.s3.failNext(
      { operation: 'PutBucketLifecycleConfiguration', bucket: 'ahead' },
      { code: 'SlowDown', status: 503, message: 'Please reduce your request rate.' },
    );
    const item = await until('the image', () => bucketItem(stage, member(2), 'ahead', 'write'));

    expect(stage.cloud.s3.inspect('ahead')?.lifecycle).toEqual(was);
    expect(item).toMatchObject({ purpose: 'rule', begins: true, imageHeader: 'all_storage_classes_128K' });
    expect(['pending', 'unknown']).toContain(item['state']);
    expect(textIn(item['image'])).toBe(was?.xml);
    await writtenInto('ahead');
    expect(stage.cloud.s3.inspect('ahead')?.lifecycle?.xml).toContain('<ID>theirs</ID>');
  });

  it('goes to the private bucket where an item is too small for it, and an undo brings it back to the letter', async () => {
    const user = stage.user(member(2), HOME);
    const texts = Array.from({ length: 900 }, (_, index) => expire(`rule-${index}`, randomBytes(400).toString('hex')));
    stage.cloud.s3.seedBuckets(member(2), HOME, ['large'], new Date('2020-01-01'));
    await user.writeLifecycle('large', { xml: rules(...texts) });
    const was = stage.cloud.s3.inspect('large')?.lifecycle;
    const item = await writtenInto('large');

    expect(item).not.toHaveProperty('image');
    expect(item).toMatchObject({
      imageKey: expect.stringMatching(/^images\/\d{12}\/large\/.*\.xml\.gz$/),
    });
    const kept = stage.cloud.s3.inspectObject(IMAGES, String(item['imageKey']));
    // a text of half a million characters is nothing to print
    expect(textIn(kept?.body) === was?.xml).toBe(true);

    await ask(stage, { kind: 'bucket', task: 'undo', account: member(2), region: HOME, bucket: 'large', by: 'ada' });
    await until('the undo', async () =>
      (await knownOutcome(stage, member(2), 'large'))?.verdict === 'held' ? true : undefined,
    );
    const is = stage.cloud.s3.inspect('large')?.lifecycle;
    expect(is?.xml === was?.xml).toBe(true);
    expect(is?.transitionDefaultMinimumObjectSize).toBe(was?.transitionDefaultMinimumObjectSize);
  });
});

describe('a foreign write between our read and our write', () => {
  const THEIRS = rules(expire('theirs', 'theirs/'));

  async function struck(bucket: string, inOurSecond: boolean): Promise<InventoryItem> {
    const user = stage.user(member(1), HOME);
    const { release } = strike(stage, bucket, () => user.writeLifecycle(bucket, { xml: THEIRS }));
    await user.create(bucket);
    await toldAs(bucket, 'applied', 'applied');
    expect(stage.cloud.s3.inspect(bucket)?.lifecycle?.xml).not.toContain('theirs');
    release(inOurSecond);
    await toldAs(bucket, 'failed', 'lost-update');
    const write = await until('our write', async () => bucketItem(stage, member(1), bucket, 'write'));
    const earlier = (write['earlier'] as readonly { readonly id: string }[])[0]?.id;
    const id = write['purpose'] === 'repair' ? earlier : write['id'];
    return until('theirs', async () => bucketItem(stage, member(1), `${bucket}#${id}`, 'lost'));
  }

  const toldAs = (bucket: string, verdict: string, code: string) =>
    stage.waitFor(
      `${bucket} to be told as ${verdict} ${code}`,
      () => stage.outcomes(bucket).find((outcome) => outcome.verdict === verdict && outcome.reason.code === code),
      90,
    );

  it('is told when its event comes, kept, and put back with our rule', async () => {
    const lost = await struck('struck', false);
    expect(textIn(lost['image'])).toBe(THEIRS);
    const outcome = await toldAs('struck', 'applied', 'lost-update-repaired');
    expect(outcome.after?.rules).toBe(2);
    const xml = stage.cloud.s3.inspect('struck')?.lifecycle?.xml;
    expect(xml).toContain('<ID>theirs</ID>');
    expect(xml).toContain(RULE_ID);
  });

  it('is only told, and kept, where it is of the second of our write', async () => {
    const lost = await struck('struck-at-once', true);
    expect(textIn(lost['image'])).toBe(THEIRS);
    const outcome = await toldAs('struck-at-once', 'failed', 'lost-update');
    expect(outcome.reason.text).toContain('it is not put back: the order is in doubt');
    const xml = stage.cloud.s3.inspect('struck-at-once')?.lifecycle?.xml;
    expect(xml).not.toContain('<ID>theirs</ID>');
    expect(xml).toContain(RULE_ID);
  });
});
