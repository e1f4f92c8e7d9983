import { STSClient } from '@aws-sdk/client-sts';
import { RetryQuotas } from '../../adapters/retry-quotas';
import { ScanAccess, type ScanOpening } from '../../adapters/scan-access';
import { systemClock } from '../../adapters/system-clock';
import { listTaggedBuckets } from '../../adapters/tagged-buckets';
import { account, bucketName, region } from '../fakes/identifiers';
import { BrokenAws, type Outage } from './broken-aws';
import { errorAnswer } from './dialects';
import { type AskedInOutage, countInOutage, isWrong } from './outage';

const HERE = region('eu-central-1');
const ACCOUNTS = 50;
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const aws = new BrokenAws();
let endpoint = '';

beforeAll(async () => {
  endpoint = await aws.start();
});
afterAll(() => aws.stop());

const placeOf = (index: number) => ({
  account: account(String(300_000_000_000 + (index % ACCOUNTS))),
  region: HERE,
  bucket: bucketName(`orders-${index}`),
});

/** A scan of an organization with the SDK's own clients: a session for each account. */
function scan() {
  const sts = new STSClient({ endpoint, region: HERE, credentials, maxAttempts: 5 });
  const access = new ScanAccess({
    ...{ sts, clock: systemClock, partition: 'aws', rolePath: '/', roleName: 'reader', sessionName: 'scan' },
    ...{ caller: account('200000000002'), credentials, homeRegion: HERE, uploads: true, endpoint },
  });
  const opened = new Map<string, Promise<ScanOpening>>();
  return async (index: number) => {
    const { account: id } = placeOf(index);
    const opening = opened.get(id) ?? access.open(id);
    opened.set(id, opening);
    const open = await opening;
    if (open.kind !== 'open') throw new Error(`no session: ${open.message}`);
    return open;
  };
}

const outages: readonly Outage[] = ['unavailable', 'reset'];

test.each(outages)(
  'where S3 is %s, an operation of a scan is tried at most 1.1 times once the retries are used up, and never believed',
  async (outage) => {
    aws.isDown = (service) => (service === 'sts' ? undefined : outage);
    const open = scan();
    const quotas = new RetryQuotas(5);
    const operations: readonly AskedInOutage[] = [
      {
        ...{ name: 'readLifecycle', operation: 's3 GET lifecycle' },
        run: async (index) => (await open(index)).survey.readLifecycle(placeOf(index)),
      },
      {
        ...{ name: 'listBuckets', operation: 's3 GET ListBuckets' },
        run: async (index) => (await open(index)).survey.listBuckets(null),
      },
      {
        ...{ name: 'listUploads', operation: 's3 GET uploads' },
        run: async (index) => (await open(index)).uploads.listUploads(placeOf(index), null),
      },
      {
        ...{ name: 'taggedBuckets', operation: 'tagging GetResources' },
        run: () => listTaggedBuckets({ credentials, endpoint, retries: quotas }, HERE, 'team'),
      },
    ];
    const counts = [];
    for (const one of operations) counts.push({ name: one.name, ...(await countInOutage(aws, one)) });
    expect(counts.filter(isWrong)).toEqual([]);
  },
);

test('after the outage answers bring retries back, and a bucket without a lifecycle is one', async () => {
  aws.isDown = (service) => (service === 'sts' ? undefined : 'unavailable');
  const open = scan();
  const read = async (index: number) => (await open(index)).survey.readLifecycle(placeOf(index));
  const count = await countInOutage(aws, {
    ...{ name: 'readLifecycle', operation: 's3 GET lifecycle' },
    run: read,
  });
  expect(isWrong(count)).toBe(false);

  aws.isDown = () => undefined;
  aws.answer = () => errorAnswer('s3', 404, 'NoSuchLifecycleConfiguration', 'There is none');
  for (let index = 0; index < 14; index += 1) expect(await read(index)).toEqual({ kind: 'none' });

  let failures = 1;
  aws.isDown = (service) => (service === 's3' && failures-- > 0 ? 'unavailable' : undefined);
  const before = aws.asked('s3 GET lifecycle');
  expect(await read(0)).toEqual({ kind: 'none' });
  expect(aws.asked('s3 GET lifecycle') - before).toBe(2);
});
