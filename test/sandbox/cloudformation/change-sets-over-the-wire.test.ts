import {
  CloudFormationClient,
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type Cloud, startCloud } from '../../../sandbox/cloud';

const HUB = '222222222222';
const region = 'eu-central-1';
const QUEUE = 'Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: first\n';
const ROLE = JSON.stringify({
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'deployer',
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'cloudformation.amazonaws.com' } },
          ],
        },
      },
    },
  },
});

let cloud: Cloud;
let client: CloudFormationClient;

beforeAll(async () => {
  cloud = await startCloud({
    organization: {
      id: 'o-exampleorg1',
      managementAccount: { id: '111111111111', name: 'management' },
      root: { accounts: [{ id: HUB, name: 'hub' }] },
      trustedAccess: [],
    },
  });
  client = new CloudFormationClient({
    region,
    endpoint: cloud.endpoint,
    credentials: cloud.administrator(HUB),
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await cloud.stop();
});

function create(StackName: string, TemplateBody: string, rest: Partial<CreateChangeSetCommandInput> = {}) {
  const input = { StackName, ChangeSetName: 'change', ChangeSetType: 'CREATE', TemplateBody, ...rest } as const;
  return client.send(new CreateChangeSetCommand(input));
}

async function execute({ Id }: { Id?: string | undefined }): Promise<void> {
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }));
}

async function status(StackName: string): Promise<string | undefined> {
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  return Stacks[0]?.StackStatus;
}

/** The stack's status once nothing is in progress any more. */
async function settled(StackName: string): Promise<string | undefined> {
  for (;;) {
    const now = await status(StackName);
    if (!now?.endsWith('_IN_PROGRESS')) return now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a stack is reviewed, made of YAML, told of by its events, and deleted', async () => {
  const created = await create('first', QUEUE);
  expect(await status('first')).toBe('REVIEW_IN_PROGRESS');
  const { Status, Changes } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: created.Id }));
  expect({ Status, change: Changes?.map(({ ResourceChange }) => ResourceChange?.LogicalResourceId) }).toEqual({
    Status: 'CREATE_COMPLETE',
    change: ['Queue'],
  });
  await execute(created);
  expect(await settled('first')).toBe('CREATE_COMPLETE');
  await expect(execute(created)).rejects.toMatchObject({ name: 'ChangeSetNotFoundException' });

  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: 'first' }));
  expect(
    StackEvents.map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`)
      .reverse()
      .slice(0, 4),
  ).toEqual([
    'first REVIEW_IN_PROGRESS',
    'first CREATE_IN_PROGRESS',
    'Queue CREATE_IN_PROGRESS',
    'Queue CREATE_COMPLETE',
  ]);
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: 'first' }));
  expect(StackResources.map((resource) => resource.ResourceType)).toEqual(['AWS::SQS::Queue']);
  expect((await client.send(new GetTemplateCommand({ StackName: 'first' }))).TemplateBody).toBe(QUEUE);

  await client.send(new DeleteStackCommand({ StackName: 'first' }));
  expect(await settled(created.StackId ?? '')).toBe('DELETE_COMPLETE');
  await expect(status('first')).rejects.toThrow('Stack with id first does not exist');
});

test('a change set without a change fails', async () => {
  await execute(await create('same', QUEUE.replace('first', 'same')));
  await settled('same');
  const update = { ChangeSetType: 'UPDATE', ChangeSetName: 'again' } as const;
  const same = await create('same', QUEUE.replace('first', 'same'), update);
  const { Status, StatusReason } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: same.Id }));
  expect({ Status, StatusReason }).toEqual({
    Status: 'FAILED',
    StatusReason: expect.stringContaining("didn't contain changes"),
  });
  await expect(execute(same)).rejects.toMatchObject({ name: 'InvalidChangeSetStatusException' });
});

const queue = (name: string, delay: number) =>
  JSON.stringify({
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: name, DelaySeconds: delay } },
      More: { Type: 'AWS::SQS::Queue', Properties: { QueueName: `${name}-more` } },
    },
  });

test('a stack is updated: its change set says how, its events tell it, and the template is the new one', async () => {
  await execute(await create('updated', QUEUE.replace('first', 'updated')));
  await settled('updated');
  const update = { ChangeSetType: 'UPDATE', ChangeSetName: 'again' } as const;
  const changed = await create('updated', queue('updated', 5), update);
  const { Changes = [] } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: changed.Id }));
  expect(Changes.map(({ ResourceChange }) => ResourceChange)).toEqual([
    expect.objectContaining({ Action: 'Modify', LogicalResourceId: 'Queue', Replacement: 'False' }),
    expect.objectContaining({ Action: 'Add', LogicalResourceId: 'More' }),
  ]);
  await execute(changed);
  expect(await settled('updated')).toBe('UPDATE_COMPLETE');
  expect(cloud.sqs.registry.find(`arn:aws:sqs:${region}:${HUB}:updated`)?.settings.delaySeconds).toBe(5);
  expect((await client.send(new GetTemplateCommand({ StackName: 'updated' }))).TemplateBody).toBe(queue('updated', 5));
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: 'updated' }));
  expect(StackEvents.map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`)).toEqual(
    expect.arrayContaining(['updated UPDATE_IN_PROGRESS', 'Queue UPDATE_COMPLETE', 'More CREATE_COMPLETE']),
  );
});

test('an update that fails is taken back, and the former template holds again', async () => {
  await execute(await create('kept', QUEUE.replace('first', 'kept')));
  await settled('kept');
  await execute(await create('other', QUEUE.replace('first', 'kept-more')));
  await settled('other');
  const update = { ChangeSetType: 'UPDATE', ChangeSetName: 'again' } as const;
  await execute(await create('kept', queue('kept', 5), update));
  expect(await settled('kept')).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(cloud.sqs.registry.find(`arn:aws:sqs:${region}:${HUB}:kept`)?.settings.delaySeconds).toBe(0);
  expect((await client.send(new GetTemplateCommand({ StackName: 'kept' }))).TemplateBody).toContain('QueueName: kept');
});

test('refuses an update that is not modelled before anything is begun', async () => {
  await execute(await create('tagged', QUEUE.replace('first', 'tagged')));
  await settled('tagged');
  const tagged = JSON.stringify({
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'tagged', Tags: [{ Key: 'a', Value: 'b' }] } },
    },
  });
  const update = { ChangeSetType: 'UPDATE', ChangeSetName: 'again' } as const;
  await expect(create('tagged', tagged, update)).rejects.toThrow('updates of Tags of AWS::SQS::Queue (Queue)');
  expect(await status('tagged')).toBe('CREATE_COMPLETE');
});

test('fails to make a stack, whose name is taken until it is deleted', async () => {
  await execute(await create('taken', QUEUE.replace('first', 'taken')));
  await settled('taken');
  await execute(await create('broken', QUEUE.replace('first', 'taken')));
  expect(await settled('broken')).toBe('ROLLBACK_COMPLETE');
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: 'broken' }));
  expect(StackEvents.map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`)).toContain(
    'Queue CREATE_FAILED',
  );
  await expect(create('broken', QUEUE, { ChangeSetName: 'next' })).rejects.toThrow('already exists and cannot be');
  await client.send(new DeleteStackCommand({ StackName: 'broken' }));
  await expect(create('broken', QUEUE, { ChangeSetName: 'next' })).resolves.toMatchObject({
    Id: expect.stringContaining(':changeSet/next/'),
  });
});

test('fails to delete a stack that is protected', async () => {
  await execute(await create('protected', QUEUE.replace('first', 'protected')));
  await settled('protected');
  const protect = (EnableTerminationProtection: boolean) =>
    client.send(new UpdateTerminationProtectionCommand({ StackName: 'protected', EnableTerminationProtection }));
  await protect(true);
  await expect(client.send(new DeleteStackCommand({ StackName: 'protected' }))).rejects.toThrow(
    'cannot be deleted while TerminationProtection is enabled',
  );
  await protect(false);
  await client.send(new DeleteStackCommand({ StackName: 'protected' }));
});

test.each([
  ['text that is no template', () => create('x', 'Resources: {'), 'Template format error'],
  ['roles without the capability', () => create('x', ROLE), 'Requires capabilities : [CAPABILITY_NAMED_IAM]'],
  ['a body that is too long', () => create('x', `# ${'x'.repeat(52_000)}\n${QUEUE}`), 'less than or equal to 51200'],
  ['an update of nothing', () => create('x', QUEUE, { ChangeSetType: 'UPDATE' }), 'Stack [x] does not exist'],
  [
    'a role that does not trust CloudFormation',
    () => create('x', QUEUE, { RoleARN: `arn:aws:iam::${HUB}:role/nobody` }),
    'is invalid or cannot be assumed',
  ],
  [
    'a parameter of the call that is not known here',
    () => create('x', QUEUE, { OnStackFailure: 'DELETE' }),
    'OnStackFailure',
  ],
])('refuses %s', async (_, call, message) => {
  await expect(call()).rejects.toThrow(message);
  await expect(status('x')).rejects.toThrow('does not exist');
});

test('refuses a template in S3 that is not there, and one that the caller may not read', async () => {
  const TemplateURL = `${cloud.endpoint}/templates/queue.yaml`;
  const { TemplateBody: _, ...input } = {
    StackName: 'remote',
    ChangeSetName: 'change',
    ChangeSetType: 'CREATE',
    TemplateURL,
    TemplateBody: undefined,
  } as const;
  const ask = () => client.send(new CreateChangeSetCommand(input));
  await expect(ask()).rejects.toThrow('S3 error');
  const s3 = new S3Client({
    region,
    endpoint: cloud.endpoint,
    forcePathStyle: true,
    credentials: cloud.administrator(HUB),
  });
  await s3.send(
    new CreateBucketCommand({ Bucket: 'templates', CreateBucketConfiguration: { LocationConstraint: region } }),
  );
  await s3.send(
    new PutObjectCommand({ Bucket: 'templates', Key: 'queue.yaml', Body: QUEUE.replace('first', 'remote') }),
  );
  const stranger = new CloudFormationClient({
    region,
    endpoint: cloud.endpoint,
    credentials: cloud.administrator('111111111111'),
    maxAttempts: 1,
  });
  await expect(stranger.send(new CreateChangeSetCommand(input))).rejects.toThrow(
    'is not authorized to perform: s3:GetObject',
  );
  await execute(await ask());
  expect(await settled('remote')).toBe('CREATE_COMPLETE');
  s3.destroy();
  stranger.destroy();
});
