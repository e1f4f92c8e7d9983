import { execFile, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { HOME, HUB, MEMBER, NEIGHBOUR, OUTSIDER } from '../adapters/local-organization';
import { startLocalStage } from '../stages/local-stage';

const run = promisify(execFile);
const PYTHON = process.env['EMULATORS_PYTHON'] ?? 'python3';
const TABLE = 'other-clients';
const ABORT = { ID: 'one', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } };

let stage: Awaited<ReturnType<typeof startLocalStage>>;

beforeAll(async () => {
  stage = await startLocalStage();
  const Properties = {
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  };
  await stage.cloud.stacks.deployStack({
    account: HUB,
    region: HOME,
    stackName: TABLE,
    template: {
      Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties } },
      Outputs: { Name: { Value: { Ref: 'Table' } } },
    },
  });
}, 600_000);
afterAll(() => stage.stop());

describe('boto3 on the local organization', () => {
  let answers: Record<string, Record<string, unknown>>;

  beforeAll(async () => {
    const client = spawn(PYTHON, [join(__dirname, 'boto3_client.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
    const given = {
      ...stage.administrator(HUB),
      endpoint: stage.endpoint,
      region: HOME,
      member: MEMBER,
      role: stage.role,
      closed: `arn:aws:iam::${NEIGHBOUR}:role/${stage.role}`,
      table: TABLE,
      stack: TABLE,
    };
    client.stdin.end(JSON.stringify(given));
    answers = JSON.parse(await text(client.stdout)) as typeof answers;
  }, 600_000);

  test('reads lifecycles of both dialects as they were put, and the refusals', () => {
    const size = 'all_storage_classes_128K';
    expect(answers['s3']).toMatchObject({
      none: ['NoSuchLifecycleConfiguration', 404],
      v2: { rules: [{ ...ABORT, Filter: { Prefix: '' } }], size },
      v1: { rules: [{ ...ABORT, Prefix: '' }], size },
      mixed: ['InvalidRequest', 400],
      owner: ['AccessDenied', 403],
      deleted: ['NoSuchLifecycleConfiguration', 404],
    });
  });

  test('pages through buckets with their Regions, and reads tags', () => {
    const named = (...numbers: readonly number[]) => numbers.map((number) => [`boto3-${number}`, HOME]);
    expect(answers['s3']).toMatchObject({
      pages: [named(0, 1), named(2, 3), named(4)],
      tags: [{ Key: 'team', Value: 'blue' }],
    });
  });

  test('assumes a role of another account, and is denied one that there is not', () => {
    expect(answers['sts']).toEqual({
      caller: HUB,
      inside: `arn:aws:sts::${MEMBER}:assumed-role/${stage.role}/boto3`,
      expires: true,
      denied: ['AccessDenied', 403],
    });
  });

  test('pages through the accounts of the organization', () => {
    expect(answers['organizations']).toEqual({
      accounts: ['111111111111', HUB, MEMBER, NEIGHBOUR].sort().map((id) => [id, 'ACTIVE', true]),
      tags: [{ Key: 'team', Value: 'blue' }],
      parents: ['ORGANIZATIONAL_UNIT'],
    });
    expect(JSON.stringify(answers['organizations'])).not.toContain(OUTSIDER);
  });

  test('sends and receives messages, whose digests it checks', () => {
    expect(answers['sqs']).toEqual({
      body: 'ü \u{1F600}',
      attribute: 'because',
      received: '1',
      nowhere: ['AWS.SimpleQueueService.NonExistentQueue', 400],
    });
  });

  test('writes and reads items, and is refused by a condition', () => {
    expect(answers['dynamodb']).toEqual({
      same: true,
      twice: ['ConditionalCheckFailedException', 400],
      status: 'ACTIVE',
    });
  });

  test('describes a stack', () => {
    expect(answers['cloudformation']).toEqual({
      status: 'CREATE_COMPLETE',
      outputs: [{ OutputKey: 'Name', OutputValue: TABLE }],
      dated: true,
      nowhere: ['ValidationError', 400],
    });
  });
});

describe('the AWS CLI on the local organization', () => {
  async function aws(...args: readonly string[]): Promise<unknown> {
    const { accessKeyId, secretAccessKey } = stage.administrator(HUB);
    const { stdout } = await run(PYTHON, [join(dirname(PYTHON), 'aws'), '--output', 'json', ...args], {
      env: {
        PATH: process.env['PATH'],
        HOME: '/nonexistent',
        AWS_ENDPOINT_URL: stage.endpoint,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_DEFAULT_REGION: HOME,
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    });
    return stdout === '' ? null : (JSON.parse(stdout) as unknown);
  }

  test('puts a lifecycle, and gets what it put', async () => {
    const bucket = ['--bucket', 'cli-orders'];
    const place = ['--create-bucket-configuration', `LocationConstraint=${HOME}`];
    const made = await aws('s3api', 'create-bucket', ...bucket, ...place);
    expect(made).toMatchObject({ Location: expect.stringContaining('cli-orders') });
    const Rules = [{ ...ABORT, Filter: { Prefix: '' } }];
    const configuration = ['--lifecycle-configuration', JSON.stringify({ Rules })];
    await aws('s3api', 'put-bucket-lifecycle-configuration', ...bucket, ...configuration);
    expect(await aws('s3api', 'get-bucket-lifecycle-configuration', ...bucket)).toMatchObject({ Rules });
  }, 600_000);

  test('lists accounts, and says what is refused in words of AWS', async () => {
    expect(await aws('organizations', 'list-accounts', '--query', 'length(Accounts)')).toBe(4);
    const refused = aws('s3api', 'get-bucket-lifecycle-configuration', '--bucket', 'nobody-has-this-bucket');
    await expect(refused).rejects.toThrow(/\(NoSuchBucket\).*The specified bucket does not exist/);
  }, 600_000);
});
