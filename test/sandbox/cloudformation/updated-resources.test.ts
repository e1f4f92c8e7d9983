import { type Cloud, startCloud } from '../../../sandbox/cloud';
import type { DeployRequest } from '../../../sandbox/cloudformation/stack';

const ACCOUNT = '222222222222';
const REGION = 'eu-central-1';
const place = { account: ACCOUNT, region: REGION, stackName: 'work' };

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({
    organization: {
      id: 'o-exampleorg1',
      managementAccount: { id: '111111111111', name: 'management' },
      root: { accounts: [{ id: ACCOUNT, name: 'hub' }] },
      trustedAccess: [],
    },
  });
});
afterAll(() => cloud.stop());

interface Wanted {
  readonly word: string;
  readonly delay?: number;
  readonly source?: string;
  readonly threshold?: number;
  readonly hours?: number;
  readonly allowed?: string;
}

const trusting = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
});

function template({ word, delay, source = 'app.one', threshold = 1, hours = 1, allowed = 'sqs:*' }: Wanted): object {
  const Arn = { 'Fn::GetAtt': ['Queue', 'Arn'] };
  const Statement = [
    { Effect: 'Allow', Action: allowed, Resource: '*' },
    { Effect: 'Allow', Action: 'logs:*', Resource: '*' },
  ];
  return {
    Resources: {
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          QueueName: 'inbox',
          VisibilityTimeout: 60,
          ...(delay === undefined ? {} : { DelaySeconds: delay }),
        },
      },
      Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/worker' } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { RoleName: 'worker', AssumeRolePolicyDocument: trusting('lambda.amazonaws.com') },
      },
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'work',
          PolicyDocument: { Version: '2012-10-17', Statement },
          Roles: [{ Ref: 'Role' }],
        },
      },
      Function: {
        Type: 'AWS::Lambda::Function',
        DependsOn: ['Policy', 'Logs'],
        Properties: {
          FunctionName: 'worker',
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Timeout: 30,
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Environment: { Variables: { WORD: word } },
          Code: {
            ZipFile: 'exports.handler = async ({ Records }) => console.log(process.env.WORD + " " + Records[0].body);',
          },
        },
      },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: Arn, FunctionName: { Ref: 'Function' }, BatchSize: 1 },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: { Name: 'heard', EventPattern: { source: [source] }, Targets: [{ Id: 'queue', Arn }] },
      },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: 'busy',
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Namespace: 'AWS/SQS',
          Period: 60,
          Statistic: 'Maximum',
          EvaluationPeriods: 1,
          ComparisonOperator: 'GreaterThanThreshold',
          Threshold: threshold,
        },
      },
      Clock: {
        Type: 'AWS::IAM::Role',
        Properties: { RoleName: 'clock', AssumeRolePolicyDocument: trusting('scheduler.amazonaws.com') },
      },
      Schedule: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          Name: 'hourly',
          ScheduleExpression: `rate(${hours} hours)`,
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: { Arn, RoleArn: { 'Fn::GetAtt': ['Clock', 'Arn'] }, Input: 'x' },
        },
      },
    },
  };
}

const request = (wanted: Wanted): DeployRequest => ({
  ...place,
  template: template(wanted),
  capabilities: ['CAPABILITY_NAMED_IAM'],
});

const queueArn = `arn:aws:sqs:${REGION}:${ACCOUNT}:inbox`;

/** Puts a message into the queue and waits for what the function says of it. */
async function said(body: string): Promise<string> {
  const [before] = [cloud.trace.entries().length];
  cloud.sqs.registry.get(queueArn).send({ body, attributes: {}, senderId: 'test' });
  for (;;) {
    const lines = cloud.trace
      .entries()
      .slice(before)
      .flatMap((entry) => (entry.kind === 'log' ? [entry.line] : []));
    const line = lines.find((text) => text.includes(` ${body}`));
    if (line !== undefined) return line;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('what a deployment changes with its settings is changed where it is', async () => {
  await cloud.stacks.deployStack(request({ word: 'first', delay: 0 }));
  expect(await said('one')).toContain('first one');
  await cloud.cloudwatch.fire(ACCOUNT, REGION, 'busy', 'ALARM');
  const refs = () => cloud.stacks.stack(place)?.resources.map(({ logicalId, physicalId }) => [logicalId, physicalId]);
  const before = refs();

  await cloud.stacks.updateStack(request({ word: 'second', source: 'app.two', threshold: 9, hours: 6 }));
  expect(new Map(refs() as [string, string][])).toEqual(new Map(before as [string, string][]));
  expect(await said('two')).toContain('second two');
  const rule = cloud.events.buses.get(undefined, ACCOUNT, REGION).rules.get('heard');
  expect(rule?.patternText).toBe('{"source":["app.two"]}');
  expect(cloud.cloudwatch.alarms(ACCOUNT, REGION)).toMatchObject([
    { name: 'busy', state: 'ALARM', properties: { Threshold: 9 } },
  ]);
  expect(cloud.scheduler.schedules(ACCOUNT, REGION)).toMatchObject([
    { name: 'hourly', expressionText: 'rate(6 hours)' },
  ]);
});

test('a property that is gone from the template is as if it had never been set', async () => {
  await cloud.stacks.updateStack(request({ word: 'second', delay: 7 }));
  expect(cloud.sqs.registry.get(queueArn).settings.delaySeconds).toBe(7);
  await cloud.stacks.updateStack(request({ word: 'second' }));
  expect(cloud.sqs.registry.get(queueArn).settings.delaySeconds).toBe(0);
});

test('fails where the service refuses, and all is as before', async () => {
  const refused = { ...request({ word: 'third', hours: 3, threshold: 4 }) };
  const broken = refused.template as { Resources: { Mapping: { Properties: object } } };
  broken.Resources.Mapping.Properties = { ...broken.Resources.Mapping.Properties, BatchSize: 50 };
  await expect(cloud.stacks.updateStack(refused)).rejects.toThrow('Maximum batch window in seconds must be greater');
  expect(await said('three')).toContain('second three');
  expect(cloud.cloudwatch.alarms(ACCOUNT, REGION)).toMatchObject([{ properties: { Threshold: 1 } }]);
  expect(cloud.stacks.log.find(ACCOUNT, REGION, 'work')?.status).toBe('UPDATE_ROLLBACK_COMPLETE');
});

test('a policy that takes a permission away holds at once', async () => {
  await cloud.stacks.updateStack(request({ word: 'second', allowed: 'sqs:SendMessage' }));
  const denied = () =>
    cloud.trace.entries().some((entry) => entry.kind === 'denied' && entry.action === 'sqs:ReceiveMessage');
  cloud.sqs.registry.get(queueArn).send({ body: 'four', attributes: {}, senderId: 'test' });
  while (!denied()) await new Promise((resolve) => setTimeout(resolve, 20));
  // and what a mapping needs is asked for again when the mapping is changed
  const other = request({ word: 'second', allowed: 'sqs:SendMessage' });
  const changed = other.template as { Resources: { Mapping: { Properties: object } } };
  changed.Resources.Mapping.Properties = { ...changed.Resources.Mapping.Properties, BatchSize: 2 };
  await expect(cloud.stacks.updateStack(other)).rejects.toThrow(
    'does not have permissions to call ReceiveMessage on SQS',
  );
});
