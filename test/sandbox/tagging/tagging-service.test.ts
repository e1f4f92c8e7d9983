import {
  GetResourcesCommand,
  type GetResourcesCommandInput,
  GetTagKeysCommand,
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
  type ResourceTagMapping,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { CreateBucketCommand, DeleteBucketCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { Endpoint } from '../../../sandbox/endpoint';
import { S3Service } from '../../../sandbox/services/s3/s3-service';
import { TaggedBuckets } from '../../../sandbox/services/tagging/tagged-buckets';
import { TaggingService } from '../../../sandbox/services/tagging/tagging-service';
import { allow, HUB, MEMBER, makeRole, makeStage, openSession } from '../policy/stage';

const REGION = 'eu-central-1';

async function taggingStage() {
  const stage = makeStage();
  const s3 = new S3Service({ ...stage, events: { publish() {} } });
  const tagging = new TaggingService({ ...stage, resources: [new TaggedBuckets(s3)] });
  const endpoint = new Endpoint({ ...stage, services: [s3, tagging] });
  const url = await endpoint.listen(0);
  const clients: { destroy(): void }[] = [];
  const keep = <Client extends { destroy(): void }>(client: Client): Client => {
    clients.push(client);
    return client;
  };
  const options = (account: string, region: string) => ({
    region,
    endpoint: url,
    credentials: stage.administrator(account),
    maxAttempts: 1,
  });
  const client = (account = HUB, region = REGION) => keep(new ResourceGroupsTaggingAPIClient(options(account, region)));
  return {
    ...stage,
    tagging,
    client,
    s3Client: (account = HUB, region = REGION) =>
      keep(new S3Client({ ...options(account, region), forcePathStyle: true })),
    /** GetResources of S3 buckets, by a new role that may do what the statements say. */
    withRole(statements: readonly unknown[]) {
      const { credentials } = openSession(stage, makeRole(stage, HUB, `role-${clients.length}`, { statements }));
      return keep(new ResourceGroupsTaggingAPIClient({ ...options(HUB, REGION), credentials }));
    },
    async close(): Promise<void> {
      for (const each of clients) each.destroy();
      await endpoint.close();
      stage.clock.stop();
    },
  };
}

let stage: Awaited<ReturnType<typeof taggingStage>>;
beforeEach(async () => {
  stage = await taggingStage();
});
afterEach(() => stage.close());

async function bucket(Bucket: string, tags: Record<string, string>, account = HUB, region = REGION): Promise<void> {
  const client = stage.s3Client(account, region);
  const LocationConstraint = region as 'eu-central-1';
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
  await tag(client, Bucket, tags);
}

async function tag(client: S3Client, Bucket: string, tags: Record<string, string>): Promise<void> {
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
}

const names = (list: readonly ResourceTagMapping[] | undefined) =>
  (list ?? []).map(({ ResourceARN }) => ResourceARN?.replace('arn:aws:s3:::', ''));

async function find(input: GetResourcesCommandInput = {}, client = stage.client()) {
  const answer = await client.send(new GetResourcesCommand({ ResourceTypeFilters: ['s3'], ...input }));
  return names(answer.ResourceTagMappingList);
}

test('buckets with tags are found with all their tags', async () => {
  await bucket('tagged', { a: '1', b: '' });
  await bucket('bare', {});
  const answer = await stage.client().send(new GetResourcesCommand({ ResourceTypeFilters: ['s3:bucket'] }));
  expect(answer.PaginationToken).toBe('');
  expect(answer.ResourceTagMappingList).toEqual([
    {
      ResourceARN: 'arn:aws:s3:::tagged',
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '' },
      ],
    },
  ]);
  await tag(stage.s3Client(), 'bare', { c: '3' });
  await stage.s3Client().send(new DeleteBucketCommand({ Bucket: 'tagged' }));
  expect(await find()).toEqual(['bare']);
});

test('buckets of other accounts and Regions are not found', async () => {
  await bucket('here', { a: '1' });
  await bucket('elsewhere', { a: '1' }, HUB, 'eu-west-1');
  await bucket('foreign', { a: '1' }, MEMBER);
  expect(await find()).toEqual(['here']);
  expect(await find({}, stage.client(HUB, 'eu-west-1'))).toEqual(['elsewhere']);
  expect(await find({}, stage.client(MEMBER))).toEqual(['foreign']);
});

test('filters need every key, and one of the values where values are given', async () => {
  await bucket('both', { a: '1', b: 'x' });
  await bucket('first', { a: '2' });
  await bucket('second', { b: 'y' });
  expect(await find({ TagFilters: [{ Key: 'a' }] })).toEqual(['both', 'first']);
  expect(await find({ TagFilters: [{ Key: 'a', Values: [] }] })).toEqual(['both', 'first']);
  expect(await find({ TagFilters: [{ Key: 'a', Values: ['2', '3'] }] })).toEqual(['first']);
  expect(await find({ TagFilters: [{ Key: 'a' }, { Key: 'b', Values: ['x'] }] })).toEqual(['both']);
  expect(await find({ TagFilters: [{ Key: 'A' }] })).toEqual([]);
});

test('pages may be short or empty before the last one', async () => {
  for (const name of ['one', 'two', 'three', 'four', 'five']) await bucket(name, { [name.charAt(0)]: '' });
  const pages: (string | undefined)[][] = [];
  const input = { ResourceTypeFilters: ['s3'], TagFilters: [{ Key: 't' }] };
  for await (const page of paginateGetResources({ client: stage.client(), pageSize: 2 }, input)) {
    pages.push(names(page.ResourceTagMappingList));
  }
  expect(pages).toEqual([[], ['three'], ['two']]);
});

test('a hidden resource is found only when it is shown again', async () => {
  await bucket('late', { a: '1' });
  stage.tagging.hide('arn:aws:s3:::late');
  expect(await find()).toEqual([]);
  stage.tagging.show('arn:aws:s3:::late');
  expect(await find()).toEqual(['late']);
});

test('refuses a caller who may not do tag:GetResources on everything', async () => {
  await expect(find({}, stage.withRole([allow('s3:*')]))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(stage.trace.entries().at(-1)).toMatchObject({ action: 'tag:GetResources', error: { code: 'AccessDenied' } });
  expect(await find({}, stage.withRole([allow('tag:GetResources')]))).toEqual([]);
});

test.each<[string, GetResourcesCommandInput]>([
  ['no resource on a page', { ResourcesPerPage: 0 }],
  ['101 resources on a page', { ResourcesPerPage: 101 }],
  ['a token that it did not give', { PaginationToken: 'abc' }],
  ['21 values', { TagFilters: [{ Key: 'a', Values: Array.from({ length: 21 }, String) }] }],
  ['a filter without a key', { TagFilters: [{ Values: ['1'] }] }],
  ['what is no resource type', { ResourceTypeFilters: ['S3 Bucket'] }],
])('refuses %s', async (_, input) => {
  await expect(find(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test.each<[string, GetResourcesCommandInput]>([
  ['all types', { ResourceTypeFilters: [] }],
  ['other types', { ResourceTypeFilters: ['s3', 'ec2:instance'] }],
  ['a list of ARNs', { ResourceARNList: ['arn:aws:s3:::late'] }],
])('refuses %s as not modelled', async (_, input) => {
  await expect(find(input)).rejects.toMatchObject({ name: 'NotModelled' });
});

test('refuses other operations as not modelled', async () => {
  await expect(stage.client().send(new GetTagKeysCommand({}))).rejects.toMatchObject({ name: 'NotModelled' });
});
