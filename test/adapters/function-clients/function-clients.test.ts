import { awsFailure, isPolicyTooLarge } from '../../../adapters/aws-errors';
import { type ScriptedAnswer, ScriptedEndpoint } from '../scripted-endpoint';
import { CapturingHandler } from '../wire/capturing-handler';
import { COMMANDS, commandNamed, type Service } from './commands';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
const REGIONS = [
  ...[
    'us-east-1',
    'eu-central-1',
    'xx-new-9',
    'cn-north-1',
    'us-gov-west-1',
    'us-gov-east-1',
    'us-iso-east-1',
    'eusc-de-east-1',
  ],
];
const SWITCHES = ['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT', 'AWS_ENDPOINT_URL'];
const VARIANTS: readonly Readonly<Record<string, string>>[] = [
  {},
  { AWS_USE_FIPS_ENDPOINT: 'true' },
  { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
  { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' },
  { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
  { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_USE_FIPS_ENDPOINT: 'true' },
];
const CLIENTS = [...new Map(COMMANDS.map((command) => [command.theirs, command])).values()];

const endpoint = new ScriptedEndpoint();
const before = new Map(SWITCHES.map((name) => [name, process.env[name]]));
let url = '';

beforeAll(async () => {
  url = await endpoint.start();
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  endpoint.seen.length = 0;
});
afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

/** What both send for `input`. */
async function sent(service: Service, region: string, input: Record<string, unknown>) {
  const [ours, theirs] = [new CapturingHandler(), new CapturingHandler()];
  const config = { region, credentials, maxAttempts: 1 };
  const own = new service.ours({ ...config, requestHandler: ours });
  await own.send(new service.ourCommand(input)).catch(() => undefined);
  const sdk = new service.theirs({ ...config, requestHandler: theirs });
  await sdk.send(new service.command(input)).catch(() => undefined);
  return { ours: ours.seen, theirs: theirs.seen };
}

const INPUTS: Readonly<Record<string, Record<string, unknown>>> = {
  BatchGetItemCommand: { RequestItems: { t: { Keys: [{ pk: { S: 'a' } }], ConsistentRead: true } } },
  DeleteItemCommand: {
    TableName: 't',
    Key: { pk: { S: 'a' } },
    ReturnValues: 'ALL_OLD',
    ConditionExpression: undefined,
  },
  GetItemCommand: { TableName: 't', Key: { pk: { S: 'ä "x" \n \u2028' } }, ConsistentRead: true },
  PutItemCommand: {
    TableName: 't',
    Item: {
      pk: { S: 'a' },
      image: { B: new Uint8Array([0, 255, 128]) },
      other: { B: Buffer.from('bytes') },
      B: { M: { B: { L: [{ N: '1.50' }, { NULL: true }, { BOOL: false }, { B: new Uint8Array() }] } } },
    },
  },
  QueryCommand: {
    TableName: 't',
    KeyConditionExpression: '#a = :a',
    ExpressionAttributeValues: { ':a': { N: '7' } },
    Limit: 2,
  },
  UpdateItemCommand: { TableName: 't', Key: { pk: { S: 'a' } }, UpdateExpression: 'SET #a = :a', ReturnValues: 'NONE' },
  SendMessageCommand: {
    ...{ QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/q', MessageBody: '{"a":1}', DelaySeconds: 0 },
    MessageAttributes: { reasonCode: { DataType: 'String', StringValue: 'é' } },
  },
  SendMessageBatchCommand: {
    QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/q',
    Entries: [{ Id: '0', MessageBody: 'x' }],
  },
  ChangeMessageVisibilityCommand: {
    QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/q',
    ReceiptHandle: 'r',
    VisibilityTimeout: 3,
  },
  PutEventsCommand: { Entries: [{ EventBusName: 'b', Source: 's', DetailType: 'd', Detail: '{}' }] },
  DescribeAccountCommand: { AccountId: '111122223333' },
  ListAccountsCommand: { MaxResults: 20, NextToken: 'a+b/c=' },
  ListAccountsForParentCommand: { ParentId: 'ou-1', MaxResults: 20 },
  ListOrganizationalUnitsForParentCommand: { ParentId: 'ou-1' },
  ListParentsCommand: { ChildId: '111122223333' },
  ListTagsForResourceCommand: { ResourceId: '111122223333', NextToken: undefined },
  GetResourcesCommand: {
    ResourceTypeFilters: ['s3'],
    TagFilters: [{ Key: 'k' }],
    ResourcesPerPage: 100,
    PaginationToken: undefined,
  },
  AssumeRoleCommand: {
    RoleArn: 'arn:aws:iam::1:role/a',
    RoleSessionName: 's',
    DurationSeconds: 900,
    Policy: '{"a": "b+c&d=é *~"}',
  },
  ListStackInstancesCommand: { StackSetName: 's', CallAs: 'DELEGATED_ADMIN', MaxResults: 100, NextToken: undefined },
};
const inputOf = ({ name }: Service): Record<string, unknown> => {
  const input = INPUTS[name.split(' ')[1] ?? ''];
  if (input === undefined) throw new Error(`there is no input for ${name}`);
  return input;
};

/** Bodies as what they mean. */
const meaning = (body: string): unknown =>
  body.startsWith('{') ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));

test.each(COMMANDS)('$name: the same request as the SDK makes', async (service) => {
  const { ours, theirs } = await sent(service, 'eu-central-1', inputOf(service));
  expect(theirs).toHaveLength(1);
  // length and hash of a body that says the same in another order; a wish for error codes of the query protocol
  const plain = ({
    body,
    headers: { 'content-length': _, 'x-amz-content-sha256': __, 'x-amzn-query-mode': ___, ...headers },
    ...rest
  }: (typeof ours)[number]) => ({
    ...{ ...rest, headers, body: meaning(body) },
  });
  expect(ours.map(plain)).toEqual(theirs.map(plain));
});

describe.each(VARIANTS)('with %j', (variant) => {
  test.each(CLIENTS)('$name goes where the SDK goes, in every partition', async (service) => {
    for (const region of REGIONS) {
      // the SDK leaves its own address for that of a queue
      const input = service.name.startsWith('SQS') ? { ...inputOf(service), QueueUrl: undefined } : inputOf(service);
      Object.assign(process.env, variant);
      const { ours, theirs } = await sent(service, region, input);
      const places = (seen: typeof ours) => seen.map(({ origin, path, scope }) => ({ origin, path, scope }));
      expect({ region, places: places(ours) }).toEqual({ region, places: places(theirs) });
    }
  });
});

/** What both make of `answer`: output without the SDK's metadata, or the failure. */
async function read(name: string, answer: ScriptedAnswer) {
  const service = commandNamed(name);
  const input = inputOf(service);
  const config = { region: 'eu-central-1', credentials, maxAttempts: 1, endpoint: url };
  endpoint.answer(answer, answer);
  const made = async (
    client: new (c: Record<string, unknown>) => { send(c: unknown): Promise<object> },
    command: unknown,
  ) => {
    try {
      const { $metadata: _, ...output } = (await new client(config).send(command)) as Record<string, unknown>;
      return { output: defined(output) };
    } catch (error) {
      return { failure: awsFailure(error) };
    }
  };
  const ours = await made(service.ours, new service.ourCommand(input));
  const theirs = await made(service.theirs, new service.command(input));
  return { ours, theirs };
}

/** Without members that are undefined, which the SDK leaves out. */
const defined = (value: unknown): unknown => {
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(defined);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, defined(one)]])),
  );
};

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): ScriptedAnswer => ({
  ...{ status, body: JSON.stringify(body), headers: { 'content-type': 'application/x-amz-json-1.0', ...headers } },
});
const bytes = Buffer.from([0, 255, 128]).toString('base64');
const item = {
  pk: { S: 'a' },
  B: { S: 'no bytes' },
  image: { B: bytes },
  m: { M: { B: { B: bytes }, n: { N: '1.5' } } },
};

test.each<[string, ScriptedAnswer]>([
  ['GetItemCommand', json({ Item: item })],
  ['GetItemCommand', json({})],
  ['QueryCommand', json({ Items: [item], Count: 1, ScannedCount: 1, LastEvaluatedKey: { pk: { S: 'a' } } })],
  ['BatchGetItemCommand', json({ Responses: { t: [item] }, UnprocessedKeys: { t: { Keys: [{ pk: { B: bytes } }] } } })],
  ['UpdateItemCommand', json({ Attributes: item })],
  [
    'SendMessageBatchCommand',
    json({ Successful: [], Failed: [{ Id: '0', Code: 'X', Message: 'y', SenderFault: true }] }),
  ],
  ['ChangeMessageVisibilityCommand', { status: 200, body: '' }],
  ['PutEventsCommand', json({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'X', ErrorMessage: 'y' }] })],
  ['DescribeAccountCommand', json({ Account: { Id: '111122223333', State: 'ACTIVE', Paths: ['o-a/r-b/ou-c/1/'] } })],
  ['ListAccountsCommand', json({ Accounts: [], NextToken: 'n' })],
  ['GetResourcesCommand', json({ PaginationToken: '', ResourceTagMappingList: [{ ResourceARN: 'arn:aws:s3:::a' }] })],
])('%s reads %j as the SDK does', async (name, answer) => {
  const { ours, theirs } = await read(name, answer);
  expect(theirs).toHaveProperty('output');
  expect(ours).toEqual(theirs);
});

const xml = (operation: string, inner: string): ScriptedAnswer => ({
  status: 200,
  body: `<${operation}Response xmlns="https://x/"><${operation}Result>${inner}</${operation}Result></${operation}Response>`,
});

test.each<[string, ScriptedAnswer]>([
  [
    'AssumeRoleCommand',
    xml(
      'AssumeRole',
      '<Credentials><AccessKeyId>a</AccessKeyId><SecretAccessKey>b/+</SecretAccessKey><SessionToken>c&amp;d</SessionToken></Credentials>',
    ),
  ],
  ['AssumeRoleCommand', xml('AssumeRole', '')],
  [
    'ListStackInstancesCommand',
    xml(
      'ListStackInstances',
      '<Summaries><member><Account>1</Account><Region>r</Region><Status>CURRENT</Status><StackInstanceStatus><DetailedStatus>FAILED</DetailedStatus></StackInstanceStatus><StatusReason>why &lt;</StatusReason></member><member><Account>2</Account></member></Summaries><NextToken>n</NextToken>',
    ),
  ],
  ['ListStackInstancesCommand', xml('ListStackInstances', '<Summaries/>')],
])('%s reads %j as the SDK does, as far as our functions look', async (name, answer) => {
  const { ours, theirs } = await read(name, answer);
  expect(theirs).toHaveProperty('output');
  expect(ours).toEqual(theirs);
});

const queryError = (code: string) =>
  `<ErrorResponse xmlns="https://x/"><Error><Type>Sender</Type><Code>${code}</Code><Message>words &amp; more</Message></Error><RequestId>1</RequestId></ErrorResponse>`;

test.each<[string, ScriptedAnswer]>([
  [
    'PutItemCommand',
    json({ __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'words' }, 400),
  ],
  ['PutItemCommand', json({ __type: 'ProvisionedThroughputExceededException', Message: 'words' }, 400)],
  ['GetItemCommand', json({ message: 'words' }, 400, { 'x-amzn-errortype': 'ThrottlingException:http://x/' })],
  ['GetItemCommand', json({ __type: 'com.amazon.coral.service#AccessDeniedException', Message: 'words' }, 400)],
  ['SendMessageCommand', json({ __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'words' }, 400)],
  ['ListAccountsCommand', json({ __type: 'TooManyRequestsException', Message: 'words' }, 400)],
  ['AssumeRoleCommand', { status: 403, body: queryError('AccessDenied') }],
  ['ListStackInstancesCommand', { status: 400, body: queryError('Throttling') }],
])('%s fails for %j with the same failure as in the SDK', async (name, answer) => {
  const { ours, theirs } = await read(name, answer);
  expect(theirs).toHaveProperty('failure');
  expect(ours).toEqual(theirs);
});

test.each<[string, ScriptedAnswer]>([
  ['GetItemCommand', { status: 500, body: '' }],
  ['GetItemCommand', { status: 200, body: '{"Item":' }],
  ['GetItemCommand', { status: 200, body: 'null' }],
  ['GetItemCommand', { status: 200, body: '' }],
  ['GetItemCommand', { status: 200, body: '<html>' }],
  ['GetItemCommand', { status: 200, body: '{"__type":"InternalServerError"}' }],
  ['ListTagsForResourceCommand', { status: 200, body: '' }],
  ['AssumeRoleCommand', { status: 503, body: '<html>' }],
  ['AssumeRoleCommand', { status: 200, body: '<AssumeRoleResponse><AssumeRoleResult>' }],
  ['AssumeRoleCommand', { status: 200, body: '' }],
  ['ListStackInstancesCommand', { status: 200, body: '<Other/>' }],
])('%s fails for %j, which cannot be read, as no empty answer', async (name, answer) => {
  const { ours } = await read(name, answer);
  expect(ours).toHaveProperty('failure');
});

test('a session policy that is too large when packed is one, though the SDK calls it by another name', async () => {
  const { ours, theirs } = await read('AssumeRoleCommand', { status: 400, body: queryError('PackedPolicyTooLarge') });
  for (const { failure } of [ours, theirs]) expect(failure && isPolicyTooLarge(failure)).toBe(true);
});

test.each(['GetItemCommand', 'AssumeRoleCommand'])('%s is tried again where it failed in passing', async (name) => {
  const service = commandNamed(name);
  const busy =
    name === 'GetItemCommand'
      ? json({ __type: 'ThrottlingException' }, 400)
      : { status: 400, body: queryError('Throttling') };
  endpoint.answer(busy, { status: 500, body: '' }, name === 'GetItemCommand' ? json({}) : xml('AssumeRole', ''));
  const client = new service.ours({ region: 'eu-central-1', credentials, endpoint: url, maxAttempts: 3 });
  expect(await client.send(new service.ourCommand(inputOf(service)))).toEqual({});
  expect(endpoint.seen).toHaveLength(3);
});
