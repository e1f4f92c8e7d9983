import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListDirectoryBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ListTagsForResourceCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { S3AccountSurvey } from '../../../adapters/account-survey';
import { directoryBucketArn } from '../../../adapters/directory-buckets';
import { S3ImageStore } from '../../../adapters/inventory/image-store';
import { S3BucketStore } from '../../../adapters/s3';
import { S3Calls, type S3CallsProps } from '../../../adapters/s3-calls';
import type { BucketName } from '../../../core/identifiers';
import { account, region } from '../../fakes/identifiers';
import { CapturingHandler, type SeenHttpRequest } from './capturing-handler';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
const ACCOUNT = account('111122223333');
/** Every partition, Regions with a history and one that nobody knows yet. */
const REGIONS = [
  ...['us-east-1', 'eu-central-1', 'ap-southeast-7', 'xx-new-9'],
  ...['cn-north-1', 'us-gov-west-1', 'us-iso-east-1', 'eusc-de-east-1'],
];
const NAMES = [
  'orders',
  'a1b',
  '1-2-3',
  'or.ders',
  'a.b.c',
  'Or_ders',
  'UPPER',
  'x'.repeat(63),
  '192.168.5.4',
  'ab--c',
];
const DIRECTORY = ['fast--use1-az4--x-s3', 'a--usw2-az1--x-s3'];

interface Variant {
  readonly useFipsEndpoint?: boolean;
  readonly useDualstackEndpoint?: boolean;
  readonly endpoint?: string;
}
const VARIANTS: readonly Variant[] = [
  {},
  { useFipsEndpoint: true },
  { useDualstackEndpoint: true },
  { useFipsEndpoint: true, useDualstackEndpoint: true },
  { endpoint: 'http://127.0.0.1:4566' },
  { endpoint: 'http://[::1]:4566' },
  { endpoint: 'https://aws.example.com' },
  { endpoint: 'http://localhost:4566/base' },
];

/** What our own adapters would be given to do as `variant` says. */
function propsFor(variant: Variant, requestHandler: CapturingHandler): S3CallsProps {
  const { endpoint, useFipsEndpoint: fips = false, useDualstackEndpoint: dualStack = false } = variant;
  return { credentials, requestHandler, endpoints: async () => ({ fips, dualStack, url: () => endpoint }) };
}

async function ours(variant: Variant, ask: (props: S3CallsProps) => Promise<unknown>): Promise<unknown> {
  const requestHandler = new CapturingHandler();
  await ask(propsFor(variant, requestHandler)).catch(() => undefined);
  return requestHandler.seen;
}

const clients = new Map<string, { readonly client: S3Client; readonly handler: CapturingHandler }>();

/** What the SDK's own client sends. */
async function theirs(
  where: string,
  variant: Variant,
  send: (client: S3Client) => Promise<unknown>,
): Promise<readonly SeenHttpRequest[]> {
  const key = JSON.stringify([where, variant]);
  const handler = new CapturingHandler();
  const settings = { ...variant, region: where, credentials, maxAttempts: 1 };
  const made = clients.get(key) ?? {
    client: new S3Client({
      ...settings,
      requestHandler: handler,
      followRegionRedirects: false,
      disableS3ExpressSessionAuth: true,
    }),
    handler,
  };
  clients.set(key, made);
  made.handler.seen.length = 0;
  await send(made.client).catch(() => undefined);
  // none is an answer too: settings that S3 has no host for
  return [...made.handler.seen];
}

const placeIn = (where: string, bucket: string) => ({
  ...{ account: ACCOUNT, region: region(where), bucket: bucket as BucketName },
});

describe.each(VARIANTS)('with %j', (variant) => {
  test.each(REGIONS)('a bucket in %s is asked where the SDK would ask it, and signed for the same', async (where) => {
    for (const bucket of [...NAMES, ...DIRECTORY]) {
      const owner = DIRECTORY.includes(bucket) ? {} : { ExpectedBucketOwner: ACCOUNT };
      const command = new GetBucketLifecycleConfigurationCommand({ Bucket: bucket, ...owner });
      const read = (props: S3CallsProps) => new S3BucketStore(props).readLifecycle(placeIn(where, bucket));
      expect(await ours(variant, read)).toEqual(await theirs(where, variant, (client) => client.send(command)));
    }
  });

  test.each(REGIONS)('listings in %s are asked for as the SDK asks', async (where) => {
    const survey = (props: S3CallsProps) =>
      new S3AccountSurvey({ ...props, partition: 'aws', homeRegion: region(where) });
    const token = 'a+b/c= é';
    const buckets = new ListBucketsCommand({ MaxBuckets: 1_000, ContinuationToken: token });
    expect(await ours(variant, (props) => survey(props).listBuckets(token))).toEqual(
      await theirs(where, variant, (client) => client.send(buckets)),
    );
    const directory = new ListDirectoryBucketsCommand({ MaxDirectoryBuckets: 1_000, ContinuationToken: token });
    expect(await ours(variant, (props) => survey(props).listDirectoryBuckets(region(where), token))).toEqual(
      await theirs(where, variant, (client) => client.send(directory)),
    );
  });

  test.each(REGIONS)('tags of a directory bucket in %s are asked for as the SDK asks S3 Control', async (where) => {
    const arn = directoryBucketArn(partitionOf(where), placeIn(where, 'fast--use1-az4--x-s3'));
    const requestHandler = new CapturingHandler();
    const control = new S3ControlClient({ ...variant, region: where, credentials, requestHandler, maxAttempts: 1 });
    const command = new ListTagsForResourceCommand({ AccountId: ACCOUNT, ResourceArn: arn });
    await control.send(command).catch(() => undefined);
    const read = (props: S3CallsProps) =>
      new S3BucketStore({ ...props, partition: partitionOf(where) }).readTags(placeIn(where, 'fast--use1-az4--x-s3'));
    expect(await ours(variant, read)).toEqual(requestHandler.seen);
  });
});

test.each([
  [{ endpoint: 'https://aws.example.com', useFipsEndpoint: true }],
  [{ endpoint: 'https://aws.example.com', useDualstackEndpoint: true }],
])('refuses %j, as the SDK does, before anything is sent', async (variant) => {
  expect(
    await ours(variant, (props) => new S3BucketStore(props).readLifecycle(placeIn('us-east-1', 'orders'))),
  ).toEqual([]);
});

test.each<[string, (store: S3BucketStore) => Promise<unknown>, (client: S3Client) => Promise<unknown>]>([
  [
    'tags',
    (store) => store.readTags(placeIn('eu-central-1', 'orders')),
    (client) => client.send(new GetBucketTaggingCommand({ Bucket: 'orders', ExpectedBucketOwner: ACCOUNT })),
  ],
  [
    'the policy of a directory bucket',
    (store) => store.readLifecycleGrant(placeIn('eu-central-1', 'fast--euc1-az1--x-s3')),
    (client) => client.send(new GetBucketPolicyCommand({ Bucket: 'fast--euc1-az1--x-s3' })),
  ],
  [
    'a deletion',
    (store) => store.deleteLifecycle(placeIn('eu-central-1', 'orders')),
    (client) => client.send(new DeleteBucketLifecycleCommand({ Bucket: 'orders', ExpectedBucketOwner: ACCOUNT })),
  ],
])('%s: the same request as the SDK makes', async (_, ask, send) => {
  const sent = await theirs('eu-central-1', {}, send);
  expect(sent).toHaveLength(1);
  expect(await ours({}, (props) => ask(new S3BucketStore(props)))).toEqual(sent);
});

test('an object is put and read where the SDK would, whatever is in its key, with the same checksum', async () => {
  const key = "images/a b/c+d(e)'f*g!é/ü.xml.gz";
  const body = Buffer.from([0x1f, 0x8b, 0, 255, 128]);
  const store = (props: S3CallsProps) =>
    new S3ImageStore({
      calls: new S3Calls(props),
      region: region('eu-central-1'),
      ...{ bucket: 'private', owner: ACCOUNT },
    });
  const where = { Bucket: 'private', Key: key, ExpectedBucketOwner: ACCOUNT };
  const put = new PutObjectCommand({ ...where, Body: body, ContentType: 'application/gzip' });
  expect(await ours({}, (props) => store(props).put(key, body))).toEqual(
    await theirs('eu-central-1', {}, (client) => client.send(put)),
  );
  const get = new GetObjectCommand(where);
  const [{ headers, ...request }] = (await theirs('eu-central-1', {}, (client) => client.send(get))) as [
    SeenHttpRequest,
  ];
  // what is read is checked by the checksum that is in it
  const { 'x-amz-checksum-mode': _, ...rest } = headers;
  expect(await ours({}, (props) => store(props).get(key))).toEqual([{ ...request, headers: rest }]);
});

function partitionOf(where: string): string {
  if (where.startsWith('cn-')) return 'aws-cn';
  if (where.startsWith('us-gov-')) return 'aws-us-gov';
  if (where.startsWith('us-isob-')) return 'aws-iso-b';
  if (where.startsWith('us-iso-')) return 'aws-iso';
  return where.startsWith('eusc-') ? 'aws-eusc' : 'aws';
}

test('the plain case is sent, so that none of the comparisons above is of nothing', async () => {
  const read = (props: S3CallsProps) => new S3BucketStore(props).readLifecycle(placeIn('eu-central-1', 'orders'));
  expect(await ours({}, read)).toMatchObject([
    { method: 'GET', origin: 'https://orders.s3.eu-central-1.amazonaws.com', path: '/', query: { lifecycle: '' } },
  ]);
});
