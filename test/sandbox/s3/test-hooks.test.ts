import {
  CreateBucketCommand,
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  ListBucketsCommand,
  PutBucketLifecycleConfigurationCommand,
  paginateListBuckets,
} from '@aws-sdk/client-s3';
import { HOME, lifecycle, OTHER, REGION, s3Stage, user, wiredStage } from './s3-stage';

const ABORT =
  '<ID>a</ID><Filter><Prefix/></Filter><Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>';
const SLOW = { code: 'SlowDown', status: 503, message: 'Please reduce your request rate.' };

let stage: Awaited<ReturnType<typeof wiredStage>>;
let count = 0;

beforeAll(async () => {
  stage = await wiredStage();
});

afterAll(() => stage.close());

async function newBucket() {
  count += 1;
  const Bucket = `hooks-${count}`;
  const client = stage.client();
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }));
  const put = (days: number) =>
    client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: {
          Rules: [
            {
              ID: 'a',
              Status: 'Enabled',
              Filter: { Prefix: '' },
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: days },
            },
          ],
        },
      }),
    );
  /** Days of the one rule; 0 without a configuration. */
  const days = async () => {
    try {
      const { Rules } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      return Rules?.[0]?.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
    } catch (error) {
      if ((error as Error).name === 'NoSuchLifecycleConfiguration') return 0;
      throw error;
    }
  };
  return { Bucket, client, put, days };
}

describe('planned failures', () => {
  test('meet the operation on the bucket as often as asked, without effect', async () => {
    const { Bucket, put, days } = await newBucket();
    const other = await newBucket();
    stage.s3.failNext({ operation: 'PutBucketLifecycleConfiguration', bucket: Bucket }, SLOW, 2);
    await other.put(3);
    for (let times = 0; times < 2; times++) {
      await expect(put(7)).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
    }
    expect(await days()).toBe(0);
    expect(stage.published.at(-1)?.event.detail).toMatchObject({
      eventName: 'PutBucketLifecycle',
      errorCode: 'SlowDown',
    });
    await put(7);
    expect(await days()).toBe(7);
  });

  test('may come after the effect, which CloudTrail then tells of', async () => {
    const { put, days } = await newBucket();
    const answer = {
      code: 'InternalError',
      status: 500,
      message: 'We encountered an internal error.',
      afterEffect: true,
    };
    stage.s3.failNext({ operation: 'PutBucketLifecycleConfiguration' }, answer);
    await expect(put(7)).rejects.toMatchObject({ name: 'InternalError' });
    expect(stage.published.at(-1)?.event.detail).not.toHaveProperty('errorCode');
    expect(stage.trace.entries().at(-1)).toMatchObject({ error: { code: 'InternalError' } });
    expect(await days()).toBe(7);
  });

  test('meet listings, which name no bucket', async () => {
    const client = stage.client();
    stage.s3.failNext({ operation: 'ListBuckets' }, SLOW);
    await expect(client.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'SlowDown' });
    await client.send(new ListBucketsCommand({}));
  });
});

describe('stale reads', () => {
  test('show what was before the last write', async () => {
    const { Bucket, client, put, days } = await newBucket();
    await put(3);
    await put(7);
    stage.s3.staleReads(Bucket, 2);
    expect([await days(), await days(), await days()]).toEqual([3, 3, 7]);
    await client.send(new DeleteBucketLifecycleCommand({ Bucket }));
    stage.s3.staleReads(Bucket, 1);
    expect([await days(), await days()]).toEqual([7, 0]);
  });

  test('may begin with the next write', async () => {
    const { Bucket, put, days } = await newBucket();
    await put(3);
    stage.s3.staleReads(Bucket, 1, 'after-next-write');
    expect(await days()).toBe(3);
    await put(7);
    expect([await days(), await days()]).toEqual([3, 7]);
  });
});

test('deleting a lifecycle answers 204 where there is none, and is told to CloudTrail', async () => {
  const { create, send, put, published } = s3Stage();
  await create('example');
  await put('example', 'lifecycle', lifecycle(ABORT));
  for (let times = 0; times < 2; times++) {
    expect((await send('DELETE', '/example', { query: 'lifecycle' })).status).toBe(204);
    expect(published.at(-1)?.event.detail).toMatchObject({ eventName: 'DeleteBucketLifecycle' });
  }
});

test('a listing shows when a bucket was created, set back where a test did', async () => {
  const { Bucket, client } = await newBucket();
  const created = async () =>
    (await client.send(new ListBucketsCommand({ Prefix: Bucket }))).Buckets?.find(({ Name }) => Name === Bucket)
      ?.CreationDate;
  expect(stage.clock.now().getTime() - ((await created())?.getTime() ?? 0)).toBeLessThan(60_000);
  stage.s3.backdate(Bucket, new Date('2020-02-03T04:05:06Z'));
  expect(await created()).toEqual(new Date('2020-02-03T04:05:06Z'));
  expect(() => stage.s3.backdate('nowhere-at-all', new Date())).toThrow('there is no bucket');
});

test('an account of 100,000 buckets is listed page by page, and refuses to be listed without pages', async () => {
  const { s3 } = stage;
  const names = Array.from({ length: 100_000 }, (_, index) => `many-${(index * 7919) % 100_000}-x`);
  s3.seedBuckets(OTHER, REGION, names, new Date('2020-01-01T00:00:00Z'));
  s3.setBucketQuota(OTHER, 1_000_000);
  const client = stage.client(REGION, OTHER);
  await expect(client.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'InvalidRequest' });
  const listed: (string | undefined)[] = [];
  for await (const { Buckets } of paginateListBuckets({ client, pageSize: 10_000 }, {})) {
    for (const { Name } of Buckets ?? []) listed.push(Name);
  }
  expect(listed).toEqual([...names].sort());
  expect([...s3.bucketNames(OTHER)]).toEqual(listed);
  expect(() => s3.seedBuckets(HOME, REGION, ['many-1-x'], new Date())).toThrow('there is a bucket');
});

test('refuses a token of another account', async () => {
  const { s3, send } = s3Stage();
  s3.seedBuckets(HOME, REGION, ['one', 'two'], new Date());
  const { text } = await send('GET', '/', { query: 'max-buckets=1' });
  const token = encodeURIComponent(/<ContinuationToken>([^<]+)</.exec(text)?.[1] ?? '');
  const query = `max-buckets=1&continuation-token=${token}`;
  expect((await send('GET', '/', { query })).text).toContain('<Name>two</Name>');
  expect((await send('GET', '/', { query, caller: user(OTHER) })).text).toContain('<Code>InvalidArgument</Code>');
});
