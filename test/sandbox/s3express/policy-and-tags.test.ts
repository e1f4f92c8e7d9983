import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-s3-control';
import { allow, deny, HUB, MEMBER } from '../policy/stage';
import { ARN, type ExpressStage, expressStage, inZone, NAME } from './express-stage';

let stage: ExpressStage;
beforeEach(async () => {
  stage = await expressStage();
  await stage.client().send(new CreateBucketCommand({ Bucket: NAME, CreateBucketConfiguration: inZone() }));
});
afterEach(() => stage.close());

const lifecycleStatement = {
  Effect: 'Allow',
  Principal: { Service: 'lifecycle.s3.amazonaws.com' },
  Action: 's3express:CreateSession',
  Resource: ARN,
  Condition: { StringEquals: { 's3express:SessionMode': 'ReadWrite' } },
};
const policyOf = (...Statement: unknown[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const putPolicy = (Policy: string) => stage.client().send(new PutBucketPolicyCommand({ Bucket: NAME, Policy }));
const read = new GetBucketLifecycleConfigurationCommand({ Bucket: NAME });

describe('the policy of a directory bucket', () => {
  test('is put, read as it was, and deleted', async () => {
    const client = stage.client();
    const get = new GetBucketPolicyCommand({ Bucket: NAME });
    await expect(client.send(get)).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
    await putPolicy(policyOf(lifecycleStatement));
    expect((await client.send(get)).Policy).toBe(policyOf(lifecycleStatement));
    await client.send(new DeleteBucketPolicyCommand({ Bucket: NAME }));
    expect(stage.express.inspect(NAME)?.policy).toBeUndefined();
  });

  test('lets S3 Lifecycle act only if it allows lifecycle.s3.amazonaws.com to create sessions', async () => {
    expect(stage.express.lifecycleCanAct(NAME)).toBe(false);
    await putPolicy(policyOf({ ...lifecycleStatement, Principal: { AWS: `arn:aws:iam::${HUB}:root` } }));
    expect(stage.express.lifecycleCanAct(NAME)).toBe(false);
    await putPolicy(policyOf(lifecycleStatement));
    expect(stage.express.lifecycleCanAct(NAME)).toBe(true);
    const { Condition: _, ...unconditional } = lifecycleStatement;
    const denied = { ...unconditional, Sid: 'no', Effect: 'Deny', Principal: '*' };
    await putPolicy(policyOf(lifecycleStatement, denied));
    expect(stage.express.lifecycleCanAct(NAME)).toBe(false);
    expect(() => stage.express.lifecycleCanAct('none--euc1-az1--x-s3')).toThrow(/no directory bucket/);
  });

  test('denies at the control endpoint but does not allow', async () => {
    const reader = stage.withRole([allow('s3express:GetBucketPolicy')]);
    const Condition = { StringEquals: { 'aws:PrincipalAccount': HUB } };
    const everybody = { Principal: '*', Action: 's3express:GetLifecycleConfiguration', Resource: ARN, Condition };
    await putPolicy(policyOf({ Effect: 'Allow', ...everybody }));
    await expect(reader.send(read)).rejects.toThrow(/no identity-based policy allows/);
    await putPolicy(policyOf({ Effect: 'Deny', ...everybody }));
    await expect(stage.client().send(read)).rejects.toThrow(/explicit deny in a resource-based policy/);
  });

  test('does not let another account in', async () => {
    const statement = { ...lifecycleStatement, Action: 's3express:*', Principal: { AWS: MEMBER }, Condition: {} };
    await putPolicy(policyOf(statement));
    await expect(stage.client(MEMBER).send(read)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test.each([
    ['text', 'hello', 'MalformedPolicy'],
    ['a general purpose ARN', policyOf({ ...lifecycleStatement, Resource: `arn:aws:s3:::${NAME}` }), 'MalformedPolicy'],
    ['objects', policyOf({ ...lifecycleStatement, Resource: `${ARN}/*` }), 'MalformedPolicy'],
    ['an action of S3', policyOf({ ...lifecycleStatement, Action: 's3:ListBucket' }), 'MalformedPolicy'],
    ['everyone', policyOf({ ...lifecycleStatement, Principal: '*' }), 'AccessDenied'],
    [
      'everyone behind a source',
      policyOf({ ...lifecycleStatement, Principal: '*', Condition: { StringEquals: { 'aws:SourceAccount': HUB } } }),
      'AccessDenied',
    ],
  ])('refuses a policy with %s', async (_, text, name) => {
    await expect(putPolicy(text)).rejects.toMatchObject({ name });
  });

  test('refuses an expected owner with 501', async () => {
    const command = new GetBucketPolicyCommand({ Bucket: NAME, ExpectedBucketOwner: HUB });
    await expect(stage.client().send(command)).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});

describe('the tags of a directory bucket', () => {
  const resource = { AccountId: HUB, ResourceArn: ARN };
  const list = async () => (await stage.control().send(new ListTagsForResourceCommand(resource))).Tags ?? [];
  const tag = (tags: Record<string, string>) =>
    stage
      .control()
      .send(
        new TagResourceCommand({ ...resource, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
      );

  test('are added to, overwritten and removed by key through S3 Control', async () => {
    expect(await list()).toEqual([]);
    await tag({ a: '1', b: '' });
    await tag({ a: '2', 'team:x': 'y/z' });
    expect(await list()).toEqual([
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '' },
      { Key: 'team:x', Value: 'y/z' },
    ]);
    await stage.control().send(new UntagResourceCommand({ ...resource, TagKeys: ['a', 'team:x', 'none'] }));
    expect(stage.express.inspect(NAME)?.tags).toEqual(new Map([['b', '']]));
  });

  test('can come with the bucket', async () => {
    const Bucket = 'tagged--euc1-az1--x-s3';
    const CreateBucketConfiguration = { ...inZone(), Tags: [{ Key: 'a', Value: '1' }] };
    const create = new CreateBucketCommand({ Bucket, CreateBucketConfiguration });
    await expect(stage.withRole([allow('s3express:CreateBucket')]).send(create)).rejects.toThrow(/TagResource/);
    await stage.client().send(create);
    expect(stage.express.inspect(Bucket)?.tags).toEqual(new Map([['a', '1']]));
  });

  test('count in conditions', async () => {
    await tag({ guarded: 'yes' });
    const guarded = {
      ...deny('s3express:DeleteBucket'),
      Condition: { StringEquals: { 'aws:ResourceTag/guarded': 'yes' } },
    };
    const client = stage.withRole([allow('s3express:*'), guarded]);
    const remove = new DeleteBucketCommand({ Bucket: NAME });
    await expect(client.send(remove)).rejects.toMatchObject({ name: 'AccessDenied' });
    await stage.control().send(new UntagResourceCommand({ ...resource, TagKeys: ['guarded'] }));
    await client.send(remove);
  });

  test.each([
    ['more than 50', Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, ''])), 'TooManyTagsException'],
    ['a key of AWS', { 'aws:x': '1' }, 'InvalidTag'],
  ])('refuse %s', async (_, tags, name) => {
    await tag({ first: '1' });
    await expect(tag(tags)).rejects.toMatchObject({ name });
    expect(await list()).toEqual([{ Key: 'first', Value: '1' }]);
  });

  test.each([
    ['a bucket that is not there', { ResourceArn: ARN.replace('example', 'none') }, 'NoSuchBucket'],
    ['the ARN of another Region', { ResourceArn: ARN.replace('eu-central-1', 'us-east-1') }, 'InvalidRequest'],
    ['another account than the ARN says', { AccountId: MEMBER }, 'InvalidRequest'],
    ['another account', { AccountId: MEMBER, ResourceArn: ARN.replace(HUB, MEMBER) }, 'NoSuchBucket'],
  ])('fail for %s', async (_, other, name) => {
    const command = new ListTagsForResourceCommand({ ...resource, ...other });
    await expect(stage.control().send(command)).rejects.toMatchObject({ name });
  });

  test('fail for a caller of another account', async () => {
    const command = new ListTagsForResourceCommand(resource);
    await expect(stage.control(MEMBER).send(command)).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
