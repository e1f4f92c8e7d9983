import type { ResourceResult } from '../../../sandbox/cloudformation/resource-type';
import { scheduleResourceTypes } from '../../../sandbox/services/scheduler/schedule-resources';
import { SchedulerService } from '../../../sandbox/services/scheduler/scheduler-service';
import { queueResourceTypes } from '../../../sandbox/services/sqs/queue-resources';
import { SqsService } from '../../../sandbox/services/sqs/sqs-service';
import { createResource } from '../cloudformation/create-resource';
import { FlakyTarget } from '../events/flaky-target';
import { allow, HUB, makeRole, makeStage, trust } from '../policy/stage';
import { StillClock } from './still-clock';

export const REGION = 'eu-west-1';
export const ACCOUNT = HUB;
export const FUNCTION = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:flaky`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/scheduler`;

/** The scheduler with queues, the real evaluation of policies, a clock that stands still and a flexible run in mid-window. */
export function scheduleStage() {
  const base = makeStage();
  const clock = new StillClock();
  const flaky = new FlakyTarget();
  const { authorizer, trace, sessions: roleSessions } = base;
  const sqs = new SqsService({ authorizer, trace, clock, endpoint: () => 'http://localhost' });
  const targets = [sqs, flaky];
  const scheduler = new SchedulerService({ roleSessions, targets, deadLetters: sqs, trace, clock, random: () => 0.5 });
  const types = [...queueResourceTypes(sqs), ...scheduleResourceTypes(scheduler)];
  const create = async (typeName: string, properties: unknown): Promise<ResourceResult> =>
    createResource(types, typeName, properties, { account: ACCOUNT, region: REGION });
  return {
    ...base,
    clock,
    flaky,
    sqs,
    scheduler,
    create,
    /** The role of the schedules: it may do what `statements` say, and trusts the scheduler under `condition`. */
    role(statements: readonly unknown[] = [allow('sqs:SendMessage')], condition?: unknown) {
      return makeRole(base, ACCOUNT, 'scheduler', {
        trust: trust({ Service: 'scheduler.amazonaws.com' }, condition),
        statements,
      });
    },
    async queue(name: string): Promise<string> {
      return (await create('AWS::SQS::Queue', { QueueName: name })).attributes['Arn'] ?? '';
    },
    schedule(target: object, changes: object = {}): Promise<ResourceResult> {
      return create('AWS::Scheduler::Schedule', {
        Name: 'daily',
        ScheduleExpression: 'rate(1 day)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { RoleArn: ROLE, ...target },
        ...changes,
      });
    },
    deliveries: () => trace.entries().filter((entry) => entry.kind === 'delivery'),
  };
}
