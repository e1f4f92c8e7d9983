import { AwsError } from '../../../sandbox/aws-error';
import { allow } from '../policy/stage';
import { ACCOUNT, FUNCTION, REGION, ROLE, scheduleStage } from './schedule-stage';

const DAY = 24 * 60;

describe('schedules', () => {
  test('a rate runs first after one whole interval, then after each', async () => {
    const stage = scheduleStage();
    stage.role();
    const queue = await stage.queue('work');
    const { ref, attributes } = await stage.schedule({ Arn: queue, Input: '{"run":"<aws.scheduler.scheduled-time>"}' });
    expect(ref).toBe('daily');
    expect(attributes['Arn']).toBe(`arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/default/daily`);

    await stage.clock.advance(DAY - 1);
    expect(stage.sqs.inspect(queue).messages).toEqual([]);
    await stage.clock.advance(1 + DAY);
    expect(stage.sqs.inspect(queue).messages.map(({ body }) => body)).toEqual([
      '{"run":"2026-01-02T00:00:00Z"}',
      '{"run":"2026-01-03T00:00:00Z"}',
    ]);
    expect(stage.deliveries()[0]).toEqual({ kind: 'delivery', ruleArn: attributes['Arn'], targetArn: queue });
  });

  test('a flexible run is within its window, and the next one is due as before', async () => {
    const stage = scheduleStage();
    stage.role([allow('lambda:InvokeFunction')]);
    const FlexibleTimeWindow = { Mode: 'FLEXIBLE', MaximumWindowInMinutes: '120' };
    await stage.schedule({ Arn: FUNCTION, Input: '{}' }, { FlexibleTimeWindow, ScheduleExpression: 'rate(1 hour)' });
    await stage.clock.advance(119);
    expect(stage.flaky.payloads).toHaveLength(0);
    await stage.clock.advance(1);
    expect(stage.flaky.payloads).toHaveLength(1);
    await stage.clock.advance(60);
    expect(stage.flaky.payloads).toHaveLength(2);
  });

  test('an interval longer than a timer of Node can wait is waited for', async () => {
    const stage = scheduleStage();
    stage.role();
    const queue = await stage.queue('work');
    await stage.schedule({ Arn: queue, Input: 'x' }, { ScheduleExpression: 'rate(60 days)' });
    await stage.clock.advance(60 * DAY - 1);
    expect(stage.sqs.inspect(queue).visible).toBe(0);
    await stage.clock.advance(1);
    expect(stage.sqs.inspect(queue).visible).toBe(1);
  });

  test('a cron runs in its time zone', async () => {
    const stage = scheduleStage();
    stage.role();
    const queue = await stage.queue('work');
    await stage.schedule(
      { Arn: queue, Input: 'x' },
      { ScheduleExpression: 'cron(0 2 * * ? *)', ScheduleExpressionTimezone: 'Europe/Berlin' },
    );
    await stage.clock.advance(59);
    expect(stage.sqs.inspect(queue).visible).toBe(0);
    await stage.clock.advance(1);
    expect(stage.sqs.inspect(queue).visible).toBe(1);
  });

  test('one that is disabled or deleted does not run', async () => {
    const stage = scheduleStage();
    stage.role();
    const queue = await stage.queue('work');
    await stage.schedule({ Arn: queue, Input: 'x' }, { Name: 'off', State: 'DISABLED' });
    const deleted = await stage.schedule({ Arn: queue, Input: 'x' });
    await stage.create('AWS::Scheduler::ScheduleGroup', { Name: 'team' });
    await deleted.delete();
    await stage.clock.advance(3 * DAY);
    expect(stage.sqs.inspect(queue).visible).toBe(0);
    expect(stage.clock.waiting).toBe(0);
  });

  test('a group takes its schedules with it', async () => {
    const stage = scheduleStage();
    stage.role();
    const queue = await stage.queue('work');
    const group = await stage.create('AWS::Scheduler::ScheduleGroup', { Name: 'team' });
    const { attributes } = await stage.schedule({ Arn: queue, Input: 'x' }, { GroupName: group.ref });
    expect(attributes['Arn']).toMatch(/:schedule\/team\/daily$/);
    expect(group.attributes['Arn']).toMatch(/:schedule-group\/team$/);
    await group.delete();
    expect(stage.scheduler.schedules(ACCOUNT, REGION)).toEqual([]);
  });

  test('by hand a schedule runs at once, disabled or not, and says when its target took it', async () => {
    const stage = scheduleStage();
    stage.role();
    const queue = await stage.queue('work');
    await stage.schedule({ Arn: queue }, { State: 'DISABLED' });
    await stage.scheduler.run(ACCOUNT, REGION, 'default/daily');
    const [message] = stage.sqs.inspect(queue).messages;
    expect(JSON.parse(message?.body ?? '')).toMatchObject({
      source: 'aws.scheduler',
      'detail-type': 'Scheduled Event',
      account: ACCOUNT,
      time: '2026-01-01T00:00:00Z',
      resources: [`arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/default/daily`],
    });
    await expect(stage.scheduler.run(ACCOUNT, REGION, 'other')).rejects.toThrow('0 schedules are named other');
  });

  test('the role may demand the account and the group, not the schedule', async () => {
    const stage = scheduleStage();
    const group = `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule-group/default`;
    stage.role(undefined, { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnEquals: { 'aws:SourceArn': group } });
    const queue = await stage.queue('work');
    await stage.schedule({ Arn: queue, Input: 'x' });
    await stage.scheduler.run(ACCOUNT, REGION, 'daily');
    expect(stage.sqs.inspect(queue).visible).toBe(1);

    const other = scheduleStage();
    const schedule = `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/default/daily`;
    other.role(undefined, { ArnEquals: { 'aws:SourceArn': schedule } });
    await expect(other.schedule({ Arn: await other.queue('work') })).rejects.toThrow(
      'must allow AWS EventBridge Scheduler to assume the role',
    );
  });

  test('fails where the role may not send, and the dead letter says why', async () => {
    const stage = scheduleStage();
    const [queue, dead] = [await stage.queue('work'), await stage.queue('dead')];
    stage.role([allow('sqs:SendMessage', dead)]);
    await stage.schedule({ Arn: queue, Input: 'x', DeadLetterConfig: { Arn: dead } });
    await expect(stage.scheduler.run(ACCOUNT, REGION, 'daily')).rejects.toMatchObject({ code: 'AccessDenied' });
    expect(stage.sqs.inspect(queue).visible).toBe(0);
    const [letter] = stage.sqs.inspect(dead).messages;
    expect(letter?.body).toBe('x');
    expect(letter?.messageAttributes).toMatchObject({
      ERROR_CODE: { stringValue: 'AccessDenied' },
      RETRY_ATTEMPTS: { stringValue: '0' },
      TARGET_ARN: { stringValue: queue },
      SCHEDULED_TIME: { stringValue: '2026-01-01T00:00:00Z' },
    });
    expect(stage.trace.entries()).toContainEqual(expect.objectContaining({ kind: 'dead-letter', queueArn: dead }));
    expect(stage.deliveries()[0]).toMatchObject({ error: expect.stringContaining('AccessDenied') });
  });

  test('fails where the role may do nothing, not even send the dead letter: both stand in the trace', async () => {
    const stage = scheduleStage();
    stage.role([allow('s3:GetObject')]);
    const [queue, dead] = [await stage.queue('work'), await stage.queue('dead')];
    await stage.schedule({ Arn: queue, Input: 'x', DeadLetterConfig: { Arn: dead } });
    await stage.clock.advance(DAY);
    expect(stage.deliveries().map(({ targetArn, error }) => [targetArn, error?.slice(0, 12)])).toEqual([
      [queue, 'AccessDenied'],
      [dead, 'AccessDenied'],
    ]);
  });

  test('throttling is tried again as often as the retry policy says', async () => {
    const stage = scheduleStage();
    const dead = await stage.queue('dead');
    stage.role([allow('sqs:SendMessage')]);
    const slow = () => new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    await stage.schedule({
      Arn: FUNCTION,
      Input: '{"attempt":"<aws.scheduler.attempt-number>"}',
      RetryPolicy: { MaximumRetryAttempts: '2' },
      DeadLetterConfig: { Arn: dead },
    });
    stage.flaky.failures.push(slow(), slow());
    await stage.clock.advance(DAY + 1);
    expect(stage.flaky.payloads).toEqual(['{"attempt":"3"}']);
    stage.flaky.failures.push(slow(), slow(), slow());
    await stage.clock.advance(DAY);
    expect(stage.sqs.inspect(dead).messages[0]?.messageAttributes).toMatchObject({
      EXHAUSTED_RETRY_CONDITION: { stringValue: 'MaximumRetryAttempts' },
      RETRY_ATTEMPTS: { stringValue: '2' },
    });
  });

  const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:work`;
  test.each<[string, object, object, RegExp]>([
    ['a function input that is not JSON', { Arn: FUNCTION, Input: 'x' }, {}, /well-formed JSON/],
    ['a target that is no ARN', { Arn: 'work' }, {}, /not in correct format/],
    ['a universal target', { Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage' }, {}, /does not model/],
    ['a FIFO queue', { Arn: `${QUEUE}.fifo` }, {}, /does not model FIFO/],
    ['a target elsewhere', { Arn: QUEUE.replace(REGION, 'us-east-1') }, {}, /another Region/],
    ['a role that is not there', { Arn: QUEUE, RoleArn: `${ROLE}2` }, {}, /must allow AWS EventBridge Scheduler/],
    ["another account's role", { Arn: QUEUE, RoleArn: ROLE.replace(ACCOUNT, '123456789012') }, {}, /Cross-account/],
    ['no role', { Arn: QUEUE, RoleArn: undefined }, {}, /RoleArn/],
    ['a group that is not there', { Arn: QUEUE }, { GroupName: 'team' }, /Schedule group team does not exist/],
    ['a window without its minutes', { Arn: QUEUE }, { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, /MaximumWindow/],
    [
      'a window of two days',
      { Arn: QUEUE },
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 2880 } },
      /MaximumWindow/,
    ],
    ['no window', { Arn: QUEUE }, { FlexibleTimeWindow: undefined }, /FlexibleTimeWindow/],
    ['an expression that is none', { Arn: QUEUE }, { ScheduleExpression: 'daily' }, /Invalid Schedule Expression/],
    ['186 retries', { Arn: QUEUE, RetryPolicy: { MaximumRetryAttempts: 186 } }, {}, /MaximumRetryAttempts/],
    ['a key', { Arn: QUEUE }, { KmsKeyArn: 'arn:aws:kms:eu-west-1:111111111111:key/a' }, /KmsKeyArn/],
  ])('refuses %s', async (_, target, changes, message) => {
    const stage = scheduleStage();
    stage.role();
    await expect(Promise.resolve().then(() => stage.schedule(target, changes))).rejects.toThrow(message);
  });

  test('refuses a second schedule of one name', async () => {
    const stage = scheduleStage();
    stage.role();
    const queue = await stage.queue('work');
    await stage.schedule({ Arn: queue });
    await expect(stage.schedule({ Arn: queue })).rejects.toMatchObject({ code: 'ConflictException' });
  });
});
