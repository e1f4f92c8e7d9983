import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-s3-control';
import { RULE_ID } from '../../core/contract/names';
import { Operator } from './operator-stage';
import { callsOf, memberActions } from './trace-reader';

jest.setTimeout(600_000);

const REGION = 'eu-central-1';
/** A Region from which no events are forwarded. */
const SILENT = 'us-east-1';
const ZONES: Readonly<Record<string, string>> = { [REGION]: 'euc1-az1', [SILENT]: 'use1-az4' };
const OURS = `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>${RULE_ID}</ID><Filter><Prefix/></Filter><Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>`;

let operator: Operator;
let account: string;

beforeAll(async () => {
  operator = await Operator.open({
    accounts: 3,
    regions: [REGION],
    settleSeconds: 1,
    settings: { directoryBucketRegions: [REGION, SILENT], ruleOfExcludedBuckets: 'remove' },
  });
  account = operator.account(1);
});

afterAll(() => operator?.stage.stop());

const nameIn = (region: string, base: string): string => `${base}--${ZONES[region]}--x-s3`;
const arnOf = (region: string, bucket: string): string => `arn:aws:s3express:${region}:${account}:bucket/${bucket}`;
const lifecycleOf = (bucket: string): string | undefined => operator.stage.cloud.s3express.inspect(bucket)?.lifecycle;

function clientConfig(region: string) {
  const { cloud } = operator.stage;
  return {
    endpoint: cloud.endpoint,
    region,
    credentials: cloud.administrator(account),
    disableS3ExpressSessionAuth: true,
  };
}

/** Makes a directory bucket, with tags if there are any, and gives its name. */
async function create(region: string, base: string, tags: Readonly<Record<string, string>> = {}): Promise<string> {
  const s3 = new S3Client(clientConfig(region));
  const Bucket = nameIn(region, base);
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await s3.send(
    new CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: {
        Location: { Type: 'AvailabilityZone', Name: ZONES[region] },
        Bucket: { Type: 'Directory', DataRedundancy: 'SingleAvailabilityZone' },
        ...(Tags.length === 0 ? {} : { Tags }),
      },
    }),
  );
  s3.destroy();
  return Bucket;
}

/** Puts the statement that an outcome asks for into the bucket's policy. */
async function grant(region: string, Bucket: string, statement: string): Promise<void> {
  const s3 = new S3Client(clientConfig(region));
  const Policy = `{"Version":"2012-10-17","Statement":[${statement}]}`;
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  s3.destroy();
}

async function setTags(region: string, bucket: string, tags: Readonly<Record<string, string>>): Promise<void> {
  const control = new S3ControlClient(clientConfig(region));
  const common = { AccountId: account, ResourceArn: arnOf(region, bucket) };
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (Tags.length > 0) await control.send(new TagResourceCommand({ ...common, Tags }));
  else await control.send(new UntagResourceCommand({ ...common, TagKeys: ['partsweep:exclude'] }));
  control.destroy();
}

describe.each([
  ['of which an event tells', REGION],
  ['that a sweep finds', SILENT],
])('a directory bucket %s', (_, region) => {
  const base = `data-${ZONES[region]?.slice(0, 3)}`;
  const bucket = nameIn(region, base);

  it('gets the rule, and is reported with the statement that its policy lacks', async () => {
    await create(region, base);
    if (region === SILENT) await operator.sweep();
    const outcome = await operator.known(account, bucket, 'reported', 'directory-bucket-policy');

    expect(lifecycleOf(bucket)).toBe(OURS);
    expect(operator.stage.cloud.s3express.lifecycleCanAct(bucket)).toBe(false);
    expect(outcome).toMatchObject({ region, ruleId: RULE_ID });
    expect(JSON.parse(outcome.reason.snippet ?? '{}')).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'lifecycle.s3.amazonaws.com' },
      Action: 's3express:CreateSession',
      Resource: arnOf(region, bucket),
    });
    await operator.idle();
    expect(operator.writes(bucket)).toHaveLength(1);
  });

  it('is right once the statement stands in its policy', async () => {
    const { reason } = await operator.known(account, bucket, 'reported');
    await operator.sweep();
    await operator.idle();
    expect((await operator.record(account, bucket))?.outcome?.verdict).toBe('reported');

    await grant(region, bucket, reason.snippet ?? '');
    expect(operator.stage.cloud.s3express.lifecycleCanAct(bucket)).toBe(true);
    await operator.sweep();
    await operator.known(account, bucket, 'covered', 'covered-by-ours');
    await operator.idle();
    expect(operator.writes(bucket)).toHaveLength(1);
  });

  it('is as before after an undo, and held', async () => {
    await operator.bucket('undo', account, region, bucket);
    await operator.known(account, bucket, 'held', 'undone');
    expect(lifecycleOf(bucket)).toBeUndefined();
    await operator.sweep();
    await operator.idle();
    expect(lifecycleOf(bucket)).toBeUndefined();

    await operator.bucket('release', account, region, bucket);
    await operator.known(account, bucket, 'applied');
    expect(lifecycleOf(bucket)).toBe(OURS);
  });

  it('is asked at the control endpoint alone', () => {
    const about = callsOf(
      operator.stage,
      ({ caller, resource }) => /partsweep-member/.test(caller) && resource.includes(bucket),
    );
    expect(about.length).toBeGreaterThan(0);
    expect(about.filter(({ action }) => !action.startsWith('s3express:'))).toEqual([]);
    expect(about.filter(({ error }) => error !== undefined && error.code !== 'NoSuchLifecycleConfiguration')).toEqual(
      // before there was a policy
      about.filter(({ error }) => error?.code === 'NoSuchBucketPolicy'),
    );
    expect(memberActions(operator.stage, bucket)).toEqual([]);
  });
});

describe('the tags of a directory bucket', () => {
  it.each([
    ['by event', REGION],
    ['by sweep', SILENT],
  ])('exclude it, %s', async (how, region) => {
    const bucket = await create(region, `out-${how.slice(3)}`, { 'partsweep:exclude': 'yes' });
    if (region === SILENT) await operator.sweep();
    await operator.known(account, bucket, 'excluded', 'excluded-by-bucket-tag');
    await operator.idle();
    expect(lifecycleOf(bucket)).toBeUndefined();

    await setTags(region, bucket, {});
    await operator.sweep();
    await operator.known(account, bucket, 'reported', 'directory-bucket-policy');
    expect(lifecycleOf(bucket)).toBe(OURS);
  });

  it('have our rule taken out by the next sweep where the settings ask for that', async () => {
    const bucket = await create(SILENT, 'leaving');
    await operator.sweep();
    await operator.known(account, bucket, 'reported', 'directory-bucket-policy');
    await setTags(SILENT, bucket, { 'partsweep:exclude': '' });
    await operator.sweep();
    await operator.idle();
    // no listing tells of the tags of directory buckets: each is asked for its own
    expect((await operator.record(account, bucket))?.outcome?.verdict).toBe('excluded');
    expect(lifecycleOf(bucket)).toBeUndefined();
  });
});
