import {
  ListRulesCommand,
  PutEventsCommand,
  PutRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../sandbox/aws-error';
import type { TraceEntry } from '../../../sandbox/trace';
import { FlakyTarget } from './flaky-target';
import { HOME, type MessagingStage, messagingStage, OTHER, REGION, THIRD } from './messaging-stage';

const PATTERN = { source: ['shop'] };
const FUNCTION = `arn:aws:lambda:${REGION}:${HOME}:function:flaky`;

describe('EventBridge', () => {
  let stage: MessagingStage;
  let flaky: FlakyTarget;

  beforeEach(async () => {
    flaky = new FlakyTarget();
    stage = await messagingStage([flaky]);
  });
  afterEach(() => stage.close());

  const put = (entry: object = {}, account = HOME) =>
    stage
      .eventBridgeClient(account)
      .send(new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'sold', Detail: '{"n":1}', ...entry }] }));
  const delivered = (targetArn: string) =>
    stage.traced((entry) => entry.kind === 'delivery' && entry.targetArn === targetArn) as Promise<
      Extract<TraceEntry, { kind: 'delivery' }>
    >;
  const arrived = (busArn: string) => stage.traced((entry) => entry.kind === 'event' && entry.busArn === busArn);

  /** A queue that the account's rules may send to, unless `open` is false. */
  const newQueue = async (name: string, { open = true, account = HOME } = {}) => {
    const { ref, attributes } = await stage.create('AWS::SQS::Queue', { QueueName: name }, account);
    const arn = attributes['Arn'] ?? '';
    const allow = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arn,
      Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:events:${REGION}:${account}:rule/*` } },
    };
    const PolicyDocument = { Version: '2012-10-17', Statement: [allow] };
    if (open) await stage.create('AWS::SQS::QueuePolicy', { Queues: [ref], PolicyDocument }, account);
    return arn;
  };
  const newRule = (target: object, properties: object = {}, account = HOME) =>
    stage.create(
      'AWS::Events::Rule',
      { Name: 'sales', EventPattern: PATTERN, Targets: [{ Id: 'T', ...target }], ...properties },
      account,
    );

  test('an event that a rule matches reaches its queue, in the envelope of the sender', async () => {
    const queue = await newQueue('sold');
    await newRule({ Arn: queue });
    const { Entries, FailedEntryCount } = await put({ Resources: ['a'] });

    expect(FailedEntryCount).toBe(0);
    expect(await delivered(queue)).not.toHaveProperty('error');
    const [message] = stage.sqs.inspect(queue).messages;
    expect(JSON.parse(message?.body ?? '')).toMatchObject({
      version: '0',
      id: Entries?.[0]?.EventId,
      source: 'shop',
      'detail-type': 'sold',
      account: HOME,
      region: REGION,
      resources: ['a'],
      detail: { n: 1 },
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect(stage.trace.entries()).toContainEqual(expect.objectContaining({ kind: 'event', matched: ['sales'] }));
  });

  test('an event is in the message group that the target names, as it stands or from the event', async () => {
    const groups: unknown[] = [];
    for (const [index, MessageGroupId] of ['shop', '$.account', '$.detail.nothing'].entries()) {
      const queue = await newQueue(`group-${index}`);
      const rule = await newRule({ Arn: queue, SqsParameters: { MessageGroupId } });
      await put();
      await delivered(queue);
      groups.push(stage.sqs.inspect(queue).messages[0]?.attributes['MessageGroupId']);
      await rule.delete();
    }
    expect(groups).toEqual(['shop', HOME, undefined]);
  });

  test("an AWS service's own event arrives on the default bus of the account and Region", async () => {
    const queue = await newQueue('own');
    await newRule({ Arn: queue, InputPath: '$.detail.list[1]' }, { EventPattern: { source: ['aws.s3'] } });
    stage.events.publish(HOME, REGION, {
      source: 'aws.s3',
      'detail-type': 'AWS API Call via CloudTrail',
      time: '2026-11-23T10:00:00Z',
      resources: [],
      detail: { list: ['a', 'b'] },
    });
    await delivered(queue);
    expect(stage.sqs.inspect(queue).messages).toMatchObject([{ body: '"b"' }]);
  });

  test.each([
    ['a source of AWS', { Source: 'aws.s3' }, 'NotAuthorizedForSourceException'],
    ['a detail that is not JSON', { Detail: '{' }, 'MalformedDetail'],
    ['a detail that is no object', { Detail: '[1]' }, 'MalformedDetail'],
    ['no detail type', { DetailType: '' }, 'InvalidArgument'],
  ])('refuses an entry with %s, and no rule sees it', async (_, entry, code) => {
    await newRule({ Arn: await newQueue('none') }, { EventPattern: { account: [HOME] } });
    const answer = await put(entry);
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries).toMatchObject([{ ErrorCode: code }]);
    expect(stage.trace.entries().some((traced) => traced.kind === 'event')).toBe(false);
  });

  test('refuses more than ten entries, a bus of another Region, and rules over the wire', async () => {
    const client = stage.eventBridgeClient();
    const entry = { Source: 'shop', DetailType: 'sold', Detail: '{}' };
    await expect(client.send(new PutEventsCommand({ Entries: Array(11).fill(entry) }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    const EventBusName = `arn:aws:events:us-east-1:${HOME}:event-bus/default`;
    await expect(put({ EventBusName })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(client.send(new PutRuleCommand({ Name: 'x', EventPattern: '{}' }))).rejects.toMatchObject({
      name: 'NotModelled',
    });
  });

  test('fails to deliver where the queue policy does not allow it, and the dead letter says why', async () => {
    const closed = await newQueue('closed', { open: false });
    const dead = await newQueue('dead');
    const { attributes } = await newRule({ Arn: closed, DeadLetterConfig: { Arn: dead } });
    await put();
    await stage.traced((entry) => entry.kind === 'dead-letter');

    expect((await delivered(closed)).error).toMatch(/^AccessDenied/);
    expect(stage.sqs.inspect(dead).messages).toMatchObject([
      {
        messageAttributes: {
          RULE_ARN: { stringValue: attributes['Arn'] },
          TARGET_ARN: { stringValue: closed },
          ERROR_CODE: { stringValue: 'NO_PERMISSIONS' },
          ERROR_MESSAGE: { stringValue: expect.any(String) },
        },
      },
    ]);
  });

  test('fails to deliver to a queue that is not there, and a closed dead-letter queue loses the event', async () => {
    const missing = `arn:aws:sqs:${REGION}:${HOME}:missing`;
    const dead = await newQueue('dead', { open: false });
    await newRule({ Arn: missing, DeadLetterConfig: { Arn: dead } });
    await put();
    expect((await delivered(missing)).error).toMatch(/^QueueDoesNotExist/);
    expect((await delivered(dead)).error).toMatch(/^AccessDenied/);
    expect(stage.sqs.inspect(dead).messages).toEqual([]);
  });

  test('tries again after throttling', async () => {
    flaky.failures.push(new AwsError('ThrottlingException', 'slow down'));
    await newRule({ Arn: FUNCTION, Input: '{"x":1}' });
    await put();
    expect(await delivered(FUNCTION)).not.toHaveProperty('error');
    expect(flaky.payloads).toEqual(['{"x":1}']);
  });

  test('fails at once with a server error where no retry is allowed, and tells the dead-letter queue', async () => {
    flaky.failures.push(new AwsError('ServiceException', 'broken', 500));
    const dead = await newQueue('dead');
    await newRule({ Arn: FUNCTION, DeadLetterConfig: { Arn: dead }, RetryPolicy: { MaximumRetryAttempts: 0 } });
    await put();
    await stage.traced((entry) => entry.kind === 'dead-letter');
    expect(stage.sqs.inspect(dead).messages[0]?.messageAttributes).toMatchObject({
      ERROR_CODE: { stringValue: 'INTERNAL_ERROR' },
      EXHAUSTED_RETRY_CONDITION: { stringValue: 'MaximumRetryAttempts' },
    });
  });

  describe('from bus to bus', () => {
    const central = `arn:aws:events:${REGION}:${OTHER}:event-bus/central`;
    const role = `arn:aws:iam::${HOME}:role/forward`;
    const mayPut = (Resource: string) => ({
      Version: '2012-10-17' as const,
      Statement: [{ Effect: 'Allow' as const, Action: ['events:PutEvents'], Resource: [Resource] }],
    });
    const organizationOnly = { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-exampleorg1' };
    const openBus = () =>
      stage.create(
        'AWS::Events::EventBusPolicy',
        {
          EventBusName: 'central',
          StatementId: 'organization',
          Statement: {
            Effect: 'Allow',
            Principal: '*',
            Action: 'events:PutEvents',
            Resource: central,
            Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } },
          },
        },
        OTHER,
      );

    beforeEach(async () => {
      await stage.create('AWS::Events::EventBus', { Name: 'central' }, OTHER);
      stage.roles.set(role, mayPut(central));
      await newRule({ Arn: central, RoleArn: role });
    });

    test("an event reaches another account's bus by role and bus policy, with the sender's envelope", async () => {
      await openBus();
      const queue = await newQueue('hub', { account: OTHER });
      await newRule({ Arn: queue }, { EventBusName: 'central' }, OTHER);
      const { Entries } = await put();
      await delivered(queue);
      expect(JSON.parse(stage.sqs.inspect(queue).messages[0]?.body ?? '')).toMatchObject({
        id: Entries?.[0]?.EventId,
        account: HOME,
        region: REGION,
      });
    });

    test('the older form of a bus policy allows the same', async () => {
      await stage.create(
        'AWS::Events::EventBusPolicy',
        {
          EventBusName: 'central',
          StatementId: 'organization',
          Action: 'events:PutEvents',
          Principal: '*',
          Condition: organizationOnly,
        },
        OTHER,
      );
      await put();
      expect(await arrived(central)).toMatchObject({ eventAccount: HOME });
    });

    test('fails without a bus policy', async () => {
      await put();
      expect((await delivered(central)).error).toMatch(/^AccessDenied/);
      expect(stage.trace.entries()).toContainEqual(
        expect.objectContaining({ kind: 'denied', action: 'events:PutEvents', policyKind: 'resource-based policy' }),
      );
    });

    test("fails without the role's own permission", async () => {
      await openBus();
      stage.roles.set(role, mayPut(`${central}-not`));
      await put();
      expect((await delivered(central)).error).toMatch(/^AccessDenied/);
      expect(stage.trace.entries()).toContainEqual(
        expect.objectContaining({ kind: 'denied', policyKind: 'identity-based policy' }),
      );
    });

    test('fails where the role cannot be assumed', async () => {
      await openBus();
      stage.roles.clear();
      await put();
      expect((await delivered(central)).error).toContain('not allowed to assume');
    });

    test('an event that came by a rule goes to no third bus', async () => {
      await openBus();
      const third = `arn:aws:events:${REGION}:${THIRD}:event-bus/default`;
      const onward = `arn:aws:iam::${OTHER}:role/onward`;
      stage.roles.set(onward, mayPut(third));
      await newRule({ Arn: third, RoleArn: onward }, { EventBusName: 'central' }, OTHER);
      await put();
      expect((await delivered(third)).error).toMatch(/^OneHopOnly/);
      expect(stage.trace.entries().some((entry) => entry.kind === 'event' && entry.busArn === third)).toBe(false);
    });

    test("an account puts events straight on another's bus only if its policy allows", async () => {
      await expect(put({ EventBusName: central })).rejects.toMatchObject({ name: 'AccessDeniedException' });
      await openBus();
      expect(await put({ EventBusName: central })).toMatchObject({ FailedEntryCount: 0 });
      expect(await arrived(central)).toMatchObject({ eventAccount: HOME });
    });
  });

  test('an archive keeps the events that its pattern matches', async () => {
    const { ref, attributes } = await stage.create('AWS::Events::EventBus', { Name: 'shop' });
    await stage.create('AWS::Events::Archive', {
      ArchiveName: 'all',
      SourceArn: attributes['Arn'],
      EventPattern: PATTERN,
    });
    await put({ EventBusName: ref });
    await put({ EventBusName: ref, Source: 'other' });
    const archive = stage.events.buses.get(ref, HOME, REGION).archives.get('all');
    expect(archive?.events).toMatchObject([{ source: 'shop' }]);
  });

  test('patterns can be tried and rules listed over the wire', async () => {
    const client = stage.eventBridgeClient();
    await newRule({ Arn: FUNCTION }, { State: 'DISABLED' });
    const { Rules } = await client.send(new ListRulesCommand({}));
    expect(Rules).toMatchObject([{ Name: 'sales', State: 'DISABLED', EventPattern: JSON.stringify(PATTERN) }]);
    const Event = JSON.stringify({
      id: '1',
      account: HOME,
      source: 'shop',
      time: '',
      region: REGION,
      resources: [],
      'detail-type': 'x',
    });
    const answer = await client.send(new TestEventPatternCommand({ EventPattern: JSON.stringify(PATTERN), Event }));
    expect(answer.Result).toBe(true);
    await put();
    expect(stage.trace.entries()).toContainEqual(expect.objectContaining({ kind: 'event', matched: [] }));
  });

  test.each([
    ['a schedule', { ScheduleExpression: 'rate(1 hour)' }, 'schedule'],
    ['a pattern that is not valid', { EventPattern: { source: 'shop' } }, '"source" must be an object or an array'],
    [
      'a bus target without a role',
      { Targets: [{ Id: 'T', Arn: `arn:aws:events:${REGION}:${OTHER}:event-bus/x` }] },
      'RoleArn is required',
    ],
    ['a queue of another Region', { Targets: [{ Id: 'T', Arn: `arn:aws:sqs:us-east-1:${HOME}:q` }] }, 'another Region'],
    [
      'a target that is not modelled',
      { Targets: [{ Id: 'T', Arn: `arn:aws:states:${REGION}:${HOME}:x` }] },
      'does not model states',
    ],
    [
      'a message group for what is no queue',
      { Targets: [{ Id: 'T', Arn: FUNCTION, SqsParameters: { MessageGroupId: 'a' } }] },
      'SqsParameters',
    ],
    ['an unknown target property', { Targets: [{ Id: 'T', Arn: FUNCTION, SqsParameters: {} }] }, 'SqsParameters'],
    ['a bus that does not exist', { EventBusName: 'none' }, 'Event bus none does not exist'],
  ])('refuses a rule with %s', async (_, properties, text) => {
    await expect(async () => newRule({ Arn: FUNCTION }, properties)).rejects.toThrow(text);
  });
});
