import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  ListDirectoryBucketsCommand,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import { TagResourceCommand } from '@aws-sdk/client-s3-control';
import type { S3ExpressServiceOptions } from '../../../sandbox/services/s3express/s3-express-service';
import { HUB } from '../policy/stage';
import { ABORT, ARN, type ExpressStage, expressStage, inZone, NAME, REGION } from './express-stage';

async function play(options: Partial<S3ExpressServiceOptions>, act: (stage: ExpressStage) => Promise<void>) {
  const stage = await expressStage(options);
  try {
    await stage.client().send(new CreateBucketCommand({ Bucket: NAME, CreateBucketConfiguration: inZone() }));
    await act(stage);
    return stage.published;
  } finally {
    await stage.close();
  }
}

const Bucket = NAME;
const putLifecycle = new PutBucketLifecycleConfigurationCommand({
  Bucket,
  LifecycleConfiguration: { Rules: [...ABORT.Rules] },
});

test('calls that write become events of aws.s3express in the Region of the endpoint', async () => {
  const published = await play({}, async (stage) => {
    const client = stage.client();
    await client.send(putLifecycle);
    await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    await client.send(new ListDirectoryBucketsCommand({}));
    await client.send(new DeleteBucketLifecycleCommand({ Bucket }));
    const Tags = [{ Key: 'a', Value: '1' }];
    await stage.control().send(new TagResourceCommand({ AccountId: HUB, ResourceArn: ARN, Tags }));
    await client.send(new DeleteBucketCommand({ Bucket }));
  });
  expect(published.map(({ event }) => event.detail['eventName'])).toEqual([
    'CreateBucket',
    'PutBucketLifecycleConfiguration',
    'DeleteBucketLifecycle',
    'TagResource',
    'DeleteBucket',
  ]);
  const [created, put] = published;
  expect(created).toMatchObject({ account: HUB, region: REGION, event: { source: 'aws.s3express' } });
  expect(created?.event.detail).toMatchObject({
    eventSource: 's3express.amazonaws.com',
    awsRegion: REGION,
    recipientAccountId: HUB,
    requestParameters: {
      bucketName: NAME,
      Host: `s3express-control.${REGION}.amazonaws.com`,
      CreateBucketConfiguration: {
        Location: { Type: 'AvailabilityZone', Name: 'euc1-az1' },
        Bucket: { Type: 'Directory', DataRedundancy: 'SingleAvailabilityZone' },
      },
    },
  });
  expect(put?.event.detail).toMatchObject({
    requestParameters: { bucketName: NAME, lifecycle: '', LifecycleConfiguration: { Rule: { ID: 'abort' } } },
    additionalEventData: { availabilityZone: 'euc1-az1' },
    resources: [{ accountId: HUB, type: 'AWS::S3Express::DirectoryBucket', ARN }],
  });
});

test('a call that fails is an event with its error', async () => {
  const published = await play({}, async (stage) => {
    const again = new CreateBucketCommand({ Bucket, CreateBucketConfiguration: inZone() });
    await expect(stage.client().send(again)).rejects.toThrow();
  });
  expect(published[1]?.event.detail).toMatchObject({
    eventName: 'CreateBucket',
    errorCode: 'BucketAlreadyOwnedByYou',
  });
});

test('undocumented names can be others, or none', async () => {
  const eventNames = { PutBucketLifecycleConfiguration: 'PutBucketLifecycle', DeleteBucketLifecycle: undefined };
  const published = await play({ eventNames }, async (stage) => {
    await stage.client().send(putLifecycle);
    await stage.client().send(new DeleteBucketLifecycleCommand({ Bucket }));
  });
  expect(published.map(({ event }) => event.detail['eventName'])).toEqual(['CreateBucket', 'PutBucketLifecycle']);
});
