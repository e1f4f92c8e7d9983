import { z } from 'zod';
import { parseArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import { generatedName } from '../../cloudformation/generated-name';
import type { ResourceType, StackContext } from '../../cloudformation/resource-type';
import type { ScheduleTarget } from './schedule';
import { parseScheduleExpression } from './schedule-expression';
import type { SchedulerService } from './scheduler-service';

const text = z.string();
const name = text.regex(/^[0-9a-zA-Z-_.]{1,64}$/);
const whole = z.coerce.number().int();

const targetSchema = z.strictObject({
  Arn: text.min(1).max(1600),
  RoleArn: text.regex(/^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@/-]+$/),
  Input: text.min(1).optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: whole.min(0).max(185).optional(),
      MaximumEventAgeInSeconds: whole.min(60).max(86_400).optional(),
    })
    .optional(),
  DeadLetterConfig: z
    .strictObject({
      Arn: text.regex(/^arn:aws(-[a-z]+)?:sqs:[a-z0-9-]+:\d{12}:[a-zA-Z0-9\-_]+$/).optional(),
    })
    .optional(),
  SqsParameters: z.strictObject({ MessageGroupId: text.optional() }).optional(),
});

/** Source: service model of EventBridge Scheduler, CreateSchedule. */
const scheduleSchema = z.strictObject({
  Name: name.optional(),
  GroupName: name.optional(),
  Description: text.max(512).optional(),
  ScheduleExpression: text.min(1).max(256),
  ScheduleExpressionTimezone: text.min(1).max(50).optional(),
  FlexibleTimeWindow: z
    .strictObject({
      Mode: z.enum(['OFF', 'FLEXIBLE']),
      MaximumWindowInMinutes: whole.min(1).max(1440).optional(),
    })
    .refine((window) => (window.Mode === 'FLEXIBLE') === (window.MaximumWindowInMinutes !== undefined), {
      error: 'MaximumWindowInMinutes belongs to a window of Mode FLEXIBLE, and to that only',
    }),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  Target: targetSchema,
});

const groupSchema = z.strictObject({
  Name: name.optional(),
  Tags: z.array(z.strictObject({ Key: text, Value: text })).optional(),
});

function scheduleType(scheduler: SchedulerService): ResourceType<z.infer<typeof scheduleSchema>> {
  return {
    typeName: 'AWS::Scheduler::Schedule',
    schema: scheduleSchema,
    async create({ properties, stack, logicalId }) {
      const given = properties.Name ?? generatedName(stack.stackName, logicalId, 64);
      const schedule = scheduler.createSchedule(definitionOf(properties, stack, given));
      return {
        ref: schedule.name,
        attributes: { Arn: schedule.arn },
        async delete() {
          scheduler.deleteSchedule(schedule.arn);
        },
      };
    },
    updates: {
      inPlace: Object.keys(scheduleSchema.shape).filter((property) => property !== 'Name' && property !== 'GroupName'),
      replaces: ['Name', 'GroupName'],
      name: 'Name',
      async update({ properties, stack }, before) {
        scheduler.updateSchedule(definitionOf(properties, stack, before.ref));
        return before;
      },
    },
  };
}

function definitionOf(
  properties: z.infer<typeof scheduleSchema>,
  stack: StackContext,
  given: string,
): Parameters<SchedulerService['createSchedule']>[0] {
  return {
    account: stack.account,
    region: stack.region,
    groupName: properties.GroupName ?? 'default',
    name: given,
    expressionText: properties.ScheduleExpression,
    expression: parseScheduleExpression(properties.ScheduleExpression, properties.ScheduleExpressionTimezone),
    windowMinutes: properties.FlexibleTimeWindow.MaximumWindowInMinutes ?? 0,
    enabled: properties.State !== 'DISABLED',
    target: scheduleTarget(properties.Target, stack),
  };
}

function groupType(scheduler: SchedulerService): ResourceType<z.infer<typeof groupSchema>> {
  return {
    typeName: 'AWS::Scheduler::ScheduleGroup',
    schema: groupSchema,
    async create({ properties, stack, logicalId }) {
      const groupName = properties.Name ?? generatedName(stack.stackName, logicalId, 64);
      const arn = scheduler.createGroup(stack.account, stack.region, groupName);
      return {
        ref: groupName,
        attributes: { Arn: arn, State: 'ACTIVE' },
        async delete() {
          scheduler.deleteGroup(arn);
        },
      };
    },
  };
}

/** `AWS::Scheduler::Schedule` with queues and functions as targets, and `AWS::Scheduler::ScheduleGroup` (Ref: name; Arn). */
export function scheduleResourceTypes(scheduler: SchedulerService): readonly ResourceType[] {
  return [scheduleType(scheduler), groupType(scheduler)];
}

function scheduleTarget(target: z.infer<typeof targetSchema>, stack: StackContext): ScheduleTarget {
  const arn = parseArn(target.Arn);
  if (arn === undefined) throw invalid(`Provided Arn is not in correct format: ${target.Arn}`);
  const isQueue = arn.service === 'sqs';
  const isFunction = arn.service === 'lambda' && arn.resource.startsWith('function:');
  if (!isQueue && !isFunction) throw new NotModelledError(`${target.Arn} as the target of a schedule`);
  if (isQueue && arn.resource.endsWith('.fifo')) throw new NotModelledError('FIFO queues as the target of a schedule');
  if (target.SqsParameters !== undefined && !isQueue) throw invalid('SqsParameters need a queue as the target.');
  if (target.SqsParameters?.MessageGroupId !== undefined) throw new NotModelledError('MessageGroupId of a schedule');
  if (arn.region !== stack.region)
    throw new NotModelledError(`the target of a schedule in another Region: ${target.Arn}`);
  if (parseArn(target.RoleArn)?.account !== stack.account) {
    throw new AwsError('AccessDeniedException', `Cross-account pass role is not allowed: ${target.RoleArn}`, 403);
  }
  const deadLetterArn = target.DeadLetterConfig?.Arn;
  if (deadLetterArn !== undefined && parseArn(deadLetterArn)?.region !== stack.region) {
    throw invalid(`The dead-letter queue ${deadLetterArn} is in another Region than the schedule.`);
  }
  if (isFunction && target.Input !== undefined) checkJson(target.Input);
  return {
    arn: target.Arn,
    roleArn: target.RoleArn,
    maximumRetryAttempts: target.RetryPolicy?.MaximumRetryAttempts ?? 185,
    maximumEventAgeInSeconds: target.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400,
    ...(target.Input === undefined ? {} : { input: target.Input }),
    ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
  };
}

function checkJson(input: string): void {
  try {
    JSON.parse(input);
  } catch {
    throw invalid('Invalid RequestJson provided. Reason The input of a Lambda target must be well-formed JSON.');
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
