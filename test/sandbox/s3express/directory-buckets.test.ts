import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  HeadBucketCommand,
  ListDirectoryBucketsCommand,
  PutObjectCommand,
  paginateListDirectoryBuckets,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { parsePolicy } from '../../../sandbox/policy/parse-policy';
import { isZoneOf, zoneOfName } from '../../../sandbox/services/s3express/directory-bucket-name';
import { allow, deny, HUB, MEMBER } from '../policy/stage';
import { ARN, type ExpressStage, expressStage, inZone, NAME, REGION } from './express-stage';

let stage: ExpressStage;
beforeEach(async () => {
  stage = await expressStage();
});
afterEach(() => stage.close());

const create = (name = NAME, account = HUB, zone?: string) =>
  stage.client(account).send(new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: inZone(zone) }));

test('a directory bucket is created, listed with its ARN and deleted', async () => {
  expect((await create()).Location).toBe(`/${NAME}`);
  expect(stage.express.inspect(NAME)).toMatchObject({ owner: HUB, region: REGION, zone: 'euc1-az1', arn: ARN });
  const { Buckets, ContinuationToken } = await stage.client().send(new ListDirectoryBucketsCommand({}));
  expect(Buckets).toEqual([{ Name: NAME, CreationDate: expect.any(Date), BucketArn: ARN }]);
  expect(ContinuationToken).toBeUndefined();
  await stage.client().send(new DeleteBucketCommand({ Bucket: NAME }));
  expect(stage.express.inspect(NAME)).toBeUndefined();
  expect((await stage.client().send(new ListDirectoryBucketsCommand({}))).Buckets ?? []).toEqual([]);
});

test('the list is of one account and Region, in pages, in the order of the names', async () => {
  for (const base of ['c', 'a', 'e', 'b', 'd']) await create(`${base}--euc1-az1--x-s3`);
  await create('other--euc1-az2--x-s3', MEMBER, 'euc1-az2');
  const names: (string | undefined)[][] = [];
  for await (const page of paginateListDirectoryBuckets({ client: stage.client(), pageSize: 2 }, {})) {
    names.push((page.Buckets ?? []).map(({ Name }) => Name?.charAt(0)));
  }
  expect(names).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  const elsewhere = stage.client(HUB, { region: 'us-east-1' });
  expect((await elsewhere.send(new ListDirectoryBucketsCommand({}))).Buckets ?? []).toEqual([]);
  const none = await stage.client().send(new ListDirectoryBucketsCommand({ MaxDirectoryBuckets: 0 }));
  expect([none.Buckets ?? [], none.ContinuationToken]).toEqual([[], expect.any(String)]);
});

test.each([
  ['a page of 1001', { MaxDirectoryBuckets: 1001 }],
  ['a token of its own', { ContinuationToken: 'abc' }],
])('refuses to list with %s', async (_, input) => {
  await expect(stage.client().send(new ListDirectoryBucketsCommand(input))).rejects.toMatchObject({
    name: 'InvalidArgument',
  });
});

test.each([
  ['a zone that the name does not say', NAME, inZone('euc1-az2'), 'InvalidBucketName'],
  ['a zone of another Region', 'example--use1-az4--x-s3', inZone('use1-az4'), 'InvalidRequest'],
  ['a name without a zone', 'example--x-s3', inZone(), 'InvalidBucketName'],
  ['a capital letter', 'Example--euc1-az1--x-s3', inZone(), 'InvalidBucketName'],
  ['a name of 64 characters', `${'a'.repeat(48)}--euc1-az1--x-s3`, inZone(), 'InvalidBucketName'],
  ['a Local Zone', 'example--usw2-lax1-az1--x-s3', inZone('usw2-lax1-az1'), 'NotModelled'],
  // The client then adds a LocationConstraint of its own.
  ['no location', NAME, { Bucket: inZone().Bucket }, 'InvalidRequest'],
  ['no bucket type', NAME, { Location: inZone().Location }, 'MalformedXML'],
  ['a location constraint', NAME, { ...inZone(), LocationConstraint: 'eu-central-1' as const }, 'InvalidRequest'],
])('refuses to create a bucket with %s', async (_, Bucket, CreateBucketConfiguration, name) => {
  const command = new CreateBucketCommand({ Bucket, CreateBucketConfiguration });
  await expect(stage.client().send(command)).rejects.toMatchObject({ name });
  expect(stage.express.inspect(Bucket)).toBeUndefined();
});

test('refuses a name that is taken in its zone, whoever owns the bucket', async () => {
  await create();
  await expect(create()).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
  await expect(create(NAME, MEMBER)).rejects.toMatchObject({ name: 'BucketAlreadyExists' });
});

test('refuses what is not at the control endpoint, and says how to do without a session', async () => {
  await create();
  const session = stage.client(HUB, { disableS3ExpressSessionAuth: false });
  const read = new GetBucketLifecycleConfigurationCommand({ Bucket: NAME });
  await expect(session.send(read)).rejects.toThrow(/CreateSession.*disableS3ExpressSessionAuth/);
  const object = new PutObjectCommand({ Bucket: NAME, Key: 'a', Body: 'x' });
  await expect(stage.client().send(object)).rejects.toMatchObject({ name: 'NotModelled' });
  await expect(stage.client().send(new HeadBucketCommand({ Bucket: NAME }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 501 },
  });
});

describe('who may', () => {
  test('is what identity policies say of s3express actions and ARNs', async () => {
    await create();
    const client = stage.withRole([
      allow('s3express:GetLifecycleConfiguration', `arn:aws:s3express:*:${HUB}:bucket/*`, {
        StringEquals: { 'aws:ResourceAccount': HUB },
      }),
      allow('s3:*'),
    ]);
    await expect(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: NAME }))).rejects.toMatchObject({
      name: 'NoSuchLifecycleConfiguration',
    });
    await expect(client.send(new ListDirectoryBucketsCommand({}))).rejects.toThrow(
      /not authorized to perform: s3express:ListAllMyDirectoryBuckets on resource: "\*"/,
    );
    await expect(client.send(new DeleteBucketCommand({ Bucket: NAME }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  test('can be narrowed to a zone', async () => {
    const condition = { StringEquals: { 's3express:LocationName': 'euc1-az2' } };
    const client = stage.withRole([allow('s3express:CreateBucket', '*', condition)]);
    const command = (name: string, zone: string) =>
      new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: inZone(zone) });
    await expect(client.send(command(NAME, 'euc1-az1'))).rejects.toMatchObject({ name: 'AccessDenied' });
    await client.send(command('example--euc1-az2--x-s3', 'euc1-az2'));
  });

  test('is nobody of another account, and nobody whom a service control policy denies', async () => {
    await create();
    const read = new GetBucketLifecycleConfigurationCommand({ Bucket: NAME });
    await expect(stage.client(MEMBER).send(read)).rejects.toMatchObject({ name: 'AccessDenied' });
    const scp = { Version: '2012-10-17' as const, Statement: [allow('*'), deny('s3express:*')] };
    stage.scps.set(HUB, [[parsePolicy(scp, 'identity')]]);
    await expect(stage.client().send(read)).rejects.toThrow(/explicit deny in a service control policy/);
  });
});

test('a bucket that does not exist in the Region is NoSuchBucket', async () => {
  await create();
  const read = new GetBucketLifecycleConfigurationCommand({ Bucket: NAME });
  const elsewhere = stage.client(HUB, { region: 'us-east-1' });
  await expect(elsewhere.send(read)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  expect(stage.trace.entries().at(-1)).toMatchObject({
    action: 's3express:GetBucketLifecycleConfiguration',
    error: { code: 'NoSuchBucket' },
  });
});

test('refuses all access to a bucket of a suspended account', async () => {
  const account = { id: HUB, name: 'x', tags: new Map(), parents: ['r-root'], state: 'SUSPENDED' } as const;
  await stage.close();
  stage = await expressStage({ directory: { ...stage.directory, account: () => account } });
  const client = stage.client();
  await client.send(new CreateBucketCommand({ Bucket: NAME, CreateBucketConfiguration: inZone() }));
  const remove = client.send(new DeleteBucketCommand({ Bucket: NAME }));
  await expect(remove).rejects.toMatchObject({ name: 'AllAccessDisabled' });
});

describe('zones', () => {
  test.each([
    ['euc1-az1', 'eu-central-1'],
    ['use1-az4', 'us-east-1'],
    ['apne1-az4', 'ap-northeast-1'],
    ['apse2-az1', 'ap-southeast-2'],
    ['aps1-az3', 'ap-south-1'],
    ['ape1-az1', 'ap-east-1'],
    ['usgw1-az1', 'us-gov-west-1'],
    ['cnnw1-az1', 'cn-northwest-1'],
    ['ilc1-az1', 'il-central-1'],
  ])('%s is in %s', (zone, region) => {
    expect(isZoneOf(zone, region)).toBe(true);
    expect(isZoneOf(zone, 'eu-west-3')).toBe(false);
  });

  test('the zone in a name is the one that was put into it', () => {
    const base = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/);
    const zone = fc.stringMatching(/^[a-z]{3}[1-4]-az[1-6]$/);
    fc.assert(fc.property(base, zone, (b, z) => expect(zoneOfName(`${b}--${z}--x-s3`)).toBe(z)));
  });
});
