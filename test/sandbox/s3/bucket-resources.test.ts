import {
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership, StorageClass } from 'aws-cdk-lib/aws-s3';
import { Stacks } from '../../../sandbox/cloudformation/stacks';
import { bucketResourceTypes } from '../../../sandbox/services/s3/cloudformation/bucket-resources';
import { HOME, OTHER, REGION, user, wiredStage } from './s3-stage';

let stage: Awaited<ReturnType<typeof stackStage>>;

async function stackStage() {
  const wired = await wiredStage();
  const stacks = new Stacks({ trace: wired.trace, accountExists: () => true });
  stacks.register(...bucketResourceTypes(wired.s3));
  const place = { account: HOME, region: REGION, stackName: 'Example' };
  return {
    ...wired,
    deploy: (Resources: object, Outputs: object = {}) =>
      stacks.deployStack({ ...place, template: { Resources, Outputs } }),
    remove: () => stacks.deleteStack(place),
  };
}

const one = (properties: object = {}) => ({
  Main: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'example', ...properties } },
});

beforeEach(async () => {
  stage = await stackStage();
});

afterEach(() => stage.close());

test('a private bucket of the CDK is deployed with all that was asked for', async () => {
  const app = new App();
  const stack = new Stack(app, 'Example', { env: { account: HOME, region: REGION } });
  new Bucket(stack, 'Main', {
    bucketName: 'example',
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [
      { id: 'abort', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      {
        id: 'move',
        prefix: 'old/',
        transitions: [{ storageClass: StorageClass.GLACIER, transitionAfter: Duration.days(30) }],
        noncurrentVersionExpiration: Duration.days(90),
        noncurrentVersionsToRetain: 3,
      },
      { id: 'tagged', enabled: false, expiration: Duration.days(3), tagFilters: { a: 'b' }, prefix: 'x' },
    ],
  });
  const { Resources } = app.synth().getStackByName('Example').template as { Resources: object };
  await stage.deploy(Resources);
  const client = stage.client();
  const Bucket_ = { Bucket: 'example' };
  const { Rules } = await client.send(new GetBucketLifecycleConfigurationCommand(Bucket_));
  expect(Rules).toEqual([
    {
      ID: 'abort',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    },
    {
      ID: 'move',
      Status: 'Enabled',
      Filter: { Prefix: 'old/' },
      Transitions: [{ Days: 30, StorageClass: 'GLACIER' }],
      NoncurrentVersionExpiration: { NoncurrentDays: 90, NewerNoncurrentVersions: 3 },
    },
    {
      ID: 'tagged',
      Status: 'Disabled',
      Filter: { And: { Prefix: 'x', Tags: [{ Key: 'a', Value: 'b' }] } },
      Expiration: { Days: 3 },
    },
  ]);
  expect(await client.send(new GetBucketVersioningCommand(Bucket_))).toMatchObject({ Status: 'Enabled' });
  expect(await client.send(new GetBucketEncryptionCommand(Bucket_))).toMatchObject({
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
  });
  expect(await client.send(new GetPublicAccessBlockCommand(Bucket_))).toMatchObject({
    PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
  });
  expect(await client.send(new GetBucketOwnershipControlsCommand(Bucket_))).toMatchObject({
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  });
  const { Policy } = await client.send(new GetBucketPolicyCommand(Bucket_));
  expect(Policy).toContain('aws:SecureTransport');
  await client.send(new PutObjectCommand({ ...Bucket_, Key: 'a', Body: 'a' }));
});

test('Ref and attributes name the bucket, by a name made up where none is given', async () => {
  const attribute = (name: string) => ({ Value: { 'Fn::GetAtt': ['Main', name] } });
  const { outputs } = await stage.deploy(
    { Main: { Type: 'AWS::S3::Bucket' } },
    { Name: { Value: { Ref: 'Main' } }, Arn: attribute('Arn'), Regional: attribute('RegionalDomainName') },
  );
  const name = outputs['Name'] ?? '';
  expect(name).toMatch(/^example-main-[a-z2-7]{12}$/);
  expect(outputs).toMatchObject({
    Arn: `arn:aws:s3:::${name}`,
    Regional: `${name}.s3.${REGION}.amazonaws.com`,
  });
  expect(stage.s3.inspect(name)).toMatchObject({ owner: HOME, region: REGION });
});

test('CloudTrail tells of the calls as made by CloudFormation for the principal that deploys', async () => {
  await stage.deploy(
    one({
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: '3' }] },
    }),
  );
  await stage.remove();
  expect(stage.published.map(({ event }) => event.detail['eventName'])).toEqual([
    'CreateBucket',
    'PutBucketTagging',
    'PutBucketVersioning',
    'PutBucketLifecycle',
    'DeleteBucket',
  ]);
  for (const { account, region, event } of stage.published) {
    expect([account, region, event.source]).toEqual([HOME, REGION, 'aws.s3']);
    expect(event.detail).toMatchObject({
      userIdentity: {
        type: 'AssumedRole',
        accountId: HOME,
        sessionContext: { sessionIssuer: { arn: expect.stringContaining(`:iam::${HOME}:role/cdk-`) } },
        invokedBy: 'cloudformation.amazonaws.com',
      },
      userAgent: 'cloudformation.amazonaws.com',
      sourceIPAddress: 'cloudformation.amazonaws.com',
      requestParameters: { bucketName: 'example' },
    });
    expect(event.detail).not.toHaveProperty('errorCode');
  }
});

test('the tags of CloudFormation are there, and stay through what users put and delete', async () => {
  await stage.deploy(one({ Tags: [{ Key: 'team', Value: 'a' }] }));
  const client = stage.client();
  const tags = async () => (await client.send(new GetBucketTaggingCommand({ Bucket: 'example' }))).TagSet ?? [];
  const given = await tags();
  expect(given.map(({ Key }) => Key)).toEqual([
    'team',
    'aws:cloudformation:stack-name',
    'aws:cloudformation:stack-id',
    'aws:cloudformation:logical-id',
  ]);
  expect(given).toContainEqual({ Key: 'aws:cloudformation:logical-id', Value: 'Main' });
  const system = given.slice(1);
  const put = (...TagSet: { Key?: string | undefined; Value?: string | undefined }[]) =>
    client.send(new PutBucketTaggingCommand({ Bucket: 'example', Tagging: { TagSet: TagSet as [] } }));
  await expect(put({ Key: 'team', Value: 'b' })).rejects.toMatchObject({
    name: 'InvalidTag',
    message: 'System tags cannot be removed by requester',
  });
  await expect(put(...system, { Key: 'aws:own', Value: 'b' })).rejects.toMatchObject({
    name: 'InvalidTag',
    message: 'System tags cannot be added/updated by requester',
  });
  await expect(put(...system.slice(1), { Key: 'aws:cloudformation:stack-name', Value: 'Other' })).rejects.toMatchObject(
    {
      name: 'InvalidTag',
    },
  );
  await put(...system, { Key: 'team', Value: 'b' });
  expect(await tags()).toContainEqual({ Key: 'team', Value: 'b' });
  await stage.send('DELETE', '/example', { query: 'tagging' });
  expect(await tags()).toEqual(system);
});

test.each([
  ['object lock', { ObjectLockEnabled: true }, 'does not model the property ObjectLockEnabled'],
  ['logging', { LoggingConfiguration: {} }, 'does not model the property LoggingConfiguration'],
  ['public access', { PublicAccessBlockConfiguration: { BlockPublicAcls: true } }, 'does not model'],
  [
    'another object ownership',
    { OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } },
    'does not model',
  ],
  [
    'a lifecycle that S3 refuses',
    {
      LifecycleConfiguration: {
        Rules: [
          {
            Status: 'Enabled',
            TagFilters: [{ Key: 'a', Value: 'b' }],
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ],
      },
    },
    'cannot be specified with Tags',
  ],
])('fails on a bucket with %s, and leaves none behind', async (_, properties, reason) => {
  await expect(stage.deploy(one(properties))).rejects.toThrow(reason);
  expect(stage.s3.inspect('example')).toBeUndefined();
});

test('fails on a name that is taken, the own account in us-east-1 included', async () => {
  await stage.create('example', { region: 'us-east-1', body: '' });
  await expect(stage.deploy(one())).rejects.toThrow('already exists');
  await stage.create('foreign', { caller: user(OTHER) });
  await expect(stage.deploy(one({ BucketName: 'foreign' }))).rejects.toThrow('already exists');
});

test('fails to delete a stack whose bucket is not empty', async () => {
  await stage.deploy(one());
  const client = stage.client();
  await client.send(new PutObjectCommand({ Bucket: 'example', Key: 'a', Body: 'a' }));
  await expect(stage.remove()).rejects.toThrow('not empty');
  await client.send(new DeleteObjectCommand({ Bucket: 'example', Key: 'a' }));
  await stage.remove();
  expect(stage.s3.inspect('example')).toBeUndefined();
});

test('a bucket policy is enforced, and goes with its stack', async () => {
  await stage.create('example');
  const PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:GetBucketTagging', Resource: 'arn:aws:s3:::example' }],
  };
  const policy = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'example', PolicyDocument } };
  await stage.deploy({ Policy: policy });
  const read = async () => (await stage.send('GET', '/example', { query: 'tagging' })).status;
  expect(await read()).toBe(403);
  await stage.remove();
  expect(await read()).toBe(404);
  await expect(stage.deploy({ Policy: policy, Second: { ...policy, DependsOn: 'Policy' } })).rejects.toThrow(
    'The bucket policy already exists on bucket example.',
  );
});
