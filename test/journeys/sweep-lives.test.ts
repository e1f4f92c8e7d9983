import { CreateBucketCommand, DeleteBucketCommand, DeleteBucketLifecycleCommand, S3Client } from '@aws-sdk/client-s3';
import { RULE_ID } from '../../core/contract/names';
import { createNewcomer } from '../../tour/newcomer';
import { Stage } from '../../tour/stage';
import { losingEvents } from './lost-events';
import { bucketItem, items, knownOutcome, runs } from './sweep-items';
import { ask, calm, ended, runBy, sweep, until } from './sweep-stage';

jest.setTimeout(600_000);

/** The first one is the hub's: its events are lost, and with them the hints of new stacks. */
const LOST = 'eu-central-1';
const HEARD = 'eu-west-1';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({
    accounts: 2,
    regions: [LOST, HEARD],
    settleSeconds: 1,
    changeTemplate: losingEvents(LOST),
  });
}, 600_000);

afterAll(() => stage?.stop());

const member = (): string => stage.landscape.workloads[1]?.id ?? '';

async function as(region: string, act: (s3: S3Client) => Promise<unknown>): Promise<void> {
  const s3 = new S3Client({ endpoint: stage.cloud.endpoint, region, credentials: stage.cloud.administrator(member()) });
  await act(s3);
  s3.destroy();
}

const create = (region: 'eu-central-1' | 'eu-west-1', Bucket: string): Promise<void> =>
  as(region, (s3) =>
    s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } })),
  );
const remove = (region: string, Bucket: string): Promise<void> =>
  as(region, (s3) => s3.send(new DeleteBucketCommand({ Bucket })));
const dropLifecycle = (region: string, Bucket: string): Promise<void> =>
  as(region, (s3) => s3.send(new DeleteBucketLifecycleCommand({ Bucket })));

function hasRule(bucket: string): boolean {
  return stage.cloud.s3.inspect(bucket)?.lifecycle?.xml.includes(`<ID>${RULE_ID}</ID>`) === true;
}

async function comesTo(bucket: string, verdict: string): Promise<void> {
  await until(
    `${bucket} to be ${verdict}`,
    async () => (await knownOutcome(stage, member(), bucket))?.verdict === verdict || undefined,
  );
}

const written = (bucket: string) => bucketItem(stage, member(), bucket, 'write');
const known = (bucket: string) => bucketItem(stage, member(), bucket, 'bucket');

describe('the hourly roster', () => {
  const rosterRun = async () => {
    const before = new Set((await runs(stage)).map(({ sk }) => sk));
    await stage.cloud.scheduler.run(stage.landscape.hub.id, LOST, 'partsweep-roster');
    const run = await runBy(stage, 'roster', before);
    await ended(stage, run.sk);
    return ask(stage, { kind: 'progress', run: run.sk });
  };

  it('surveys the accounts whose hint was lost, and no account again', async () => {
    expect(await runs(stage)).toEqual([]);
    const newcomer = await createNewcomer(stage, 'late', 'workloads');

    expect(await rosterRun()).toMatchObject({ progress: { accounts: { listed: true, done: 4, failed: 0 } } });
    const account = (await items(stage)).find(({ pk, sk }) => pk === `account#${newcomer}` && sk === 'account');
    expect(account).toMatchObject({ standing: { verdict: 'covered' }, visitedAt: expect.any(String) });
    expect(await rosterRun()).toMatchObject({ progress: { accounts: { listed: true, expected: 0, done: 0 } } });
  });
});

describe('a bucket whose events are lost', () => {
  it('has its rule after a sweep, again after its removal, and is gone after its end', async () => {
    await create(LOST, 'unheard');
    await sweep(stage);
    expect(hasRule('unheard')).toBe(true);

    await dropLifecycle(LOST, 'unheard');
    await sweep(stage);
    expect(hasRule('unheard')).toBe(true);
    expect((await known('unheard'))?.['removals']).toHaveLength(1);

    await remove(LOST, 'unheard');
    expect((await knownOutcome(stage, member(), 'unheard'))?.verdict).not.toBe('gone');
    expect(await written('unheard')).toBeDefined();
    await sweep(stage);
    expect(await knownOutcome(stage, member(), 'unheard')).toMatchObject({
      verdict: 'gone',
      reason: { code: 'bucket-missing' },
    });
    expect(await written('unheard')).toBeUndefined();
    expect(await bucketItem(stage, member(), 'unheard', 'first')).toBeUndefined();

    await create(LOST, 'unheard');
    await sweep(stage);
    await comesTo('unheard', 'applied');
    expect(hasRule('unheard')).toBe(true);
    expect((await known('unheard'))?.['removals']).toBeUndefined();
    expect(await written('unheard')).toMatchObject({ state: 'written', begins: true });
    expect(await written('unheard')).not.toHaveProperty('image');
  });
});

describe('a bucket that is deleted and made again, with its events', () => {
  it('starts a new life: nothing is left of the image, the removals and the hold', async () => {
    const user = stage.user(member(), HEARD);
    await create(HEARD, 'reborn');
    await user.writeLifecycle('reborn', {
      xml: '<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>old</ID><Filter><Prefix>old/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>',
    });
    await comesTo('reborn', 'applied');
    await dropLifecycle(HEARD, 'reborn');
    await until('the second write', async () => hasRule('reborn') || undefined);
    await calm(stage);
    expect(await bucketItem(stage, member(), 'reborn', 'first')).toHaveProperty('image');
    const order = { account: member(), region: HEARD, bucket: 'reborn', by: 'ada' };
    await ask(stage, { kind: 'bucket', task: 'undo', ...order });
    await comesTo('reborn', 'held');
    expect(hasRule('reborn')).toBe(false);
    expect(await known('reborn')).toMatchObject({ hold: { by: 'ada' }, removals: [expect.any(String)] });

    await remove(HEARD, 'reborn');
    await comesTo('reborn', 'gone');
    expect(await written('reborn')).toBeUndefined();
    expect(await bucketItem(stage, member(), 'reborn', 'first')).toBeUndefined();
    for (const name of ['hold', 'removals', 'change']) expect(await known('reborn')).not.toHaveProperty(name);

    await create(HEARD, 'reborn');
    await comesTo('reborn', 'applied');
    expect(hasRule('reborn')).toBe(true);
    expect(await written('reborn')).toMatchObject({ state: 'written', begins: true });
    expect(await written('reborn')).not.toHaveProperty('image');
  });
});
