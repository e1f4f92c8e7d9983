import { z } from 'zod';
import { formatArn, parseArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import { generatedName } from '../../cloudformation/generated-name';
import type { ResourceType, StackContext } from '../../cloudformation/resource-type';
import type { EventBridgeService } from './event-bridge-service';
import type { Rule, RuleTarget } from './event-buses';
import { EventPattern } from './pattern/event-pattern';
import { isBus } from './target-delivery';
import { pathSteps } from './target-input';

/** Most targets of a rule. Source: EventBridge quotas. */
const MOST_TARGETS = 5;
const TARGET_SERVICES = ['sqs', 'lambda', 'events'];

const targetSchema = z.strictObject({
  Arn: z.string(),
  Id: z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  SqsParameters: z.strictObject({ MessageGroupId: z.string().min(1).max(100) }).optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: z.coerce.number().int().min(0).max(185).optional(),
      MaximumEventAgeInSeconds: z.coerce.number().int().min(60).max(86_400).optional(),
    })
    .optional(),
});

const ruleSchema = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().max(512).optional(),
  EventBusName: z.string().optional(),
  EventPattern: z.union([z.record(z.string(), z.unknown()), z.string()]).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']).optional(),
  Targets: z.array(targetSchema).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

type RuleProperties = z.infer<typeof ruleSchema>;

/** `AWS::Events::Rule` with an event pattern (Ref: name, on another bus `BUS|NAME`; Arn). Schedules are not modelled. */
export function ruleResourceType(events: EventBridgeService): ResourceType<RuleProperties> {
  return {
    typeName: 'AWS::Events::Rule',
    schema: ruleSchema,
    updates: {
      inPlace: Object.keys(ruleSchema.shape).filter((property) => property !== 'Name' && property !== 'EventBusName'),
      replaces: ['Name', 'EventBusName'],
      name: 'Name',
      async update({ properties, stack }, before) {
        const bus = events.buses.get(properties.EventBusName, stack.account, stack.region);
        const name = before.ref.slice(before.ref.indexOf('|') + 1);
        bus.rules.set(name, ruleOf(properties, stack, name, before.attributes['Arn'] ?? ''));
        return before;
      },
    },
    async create({ properties, stack, logicalId }) {
      const name = properties.Name ?? generatedName(stack.stackName, logicalId, 64);
      if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(name)) throw invalid(`${name} is not a valid rule name.`);
      const bus = events.buses.get(properties.EventBusName, stack.account, stack.region);
      if (bus.account !== stack.account || bus.region !== stack.region) {
        throw invalid(`a rule must be where its event bus is: ${bus.arn}`);
      }
      if (bus.rules.has(name)) throw new AwsError('ResourceAlreadyExistsException', `Rule ${name} already exists.`);
      const onDefault = bus.name === 'default';
      const resource = onDefault ? `rule/${name}` : `rule/${bus.name}/${name}`;
      const arn = formatArn({ service: 'events', region: stack.region, account: stack.account, resource });
      bus.rules.set(name, ruleOf(properties, stack, name, arn));
      return {
        ref: onDefault ? name : `${bus.name}|${name}`,
        attributes: { Arn: arn },
        async delete() {
          bus.rules.delete(name);
        },
      };
    },
  };
}

function ruleOf(properties: RuleProperties, stack: StackContext, name: string, arn: string): Rule {
  if (properties.ScheduleExpression !== undefined) throw new NotModelledError('rules with a schedule');
  if (properties.State === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS') {
    throw new NotModelledError(`the rule state ${properties.State}`);
  }
  const { EventPattern: given } = properties;
  if (given === undefined) throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  const patternText = typeof given === 'string' ? given : JSON.stringify(given);
  return {
    arn,
    name,
    enabled: properties.State !== 'DISABLED',
    pattern: EventPattern.parse(patternText),
    patternText,
    targets: ruleTargets(properties.Targets ?? [], stack),
  };
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

function ruleTargets(targets: readonly z.infer<typeof targetSchema>[], stack: StackContext): readonly RuleTarget[] {
  if (targets.length > MOST_TARGETS) {
    throw new AwsError(
      'LimitExceededException',
      `The requested resource exceeds the maximum number allowed: ${MOST_TARGETS} targets.`,
    );
  }
  if (new Set(targets.map((target) => target.Id)).size < targets.length) throw invalid('Target Ids must be distinct.');
  return targets.map((target) => ruleTarget(target, stack));
}

/** What PutTargets checks: form and place of the ARNs, the role that a bus needs, and the inputs. */
function ruleTarget(target: z.infer<typeof targetSchema>, stack: StackContext): RuleTarget {
  const arn = parseArn(target.Arn);
  if (arn === undefined) throw invalid('Parameter Arn is not valid. Reason: Provided Arn is not in correct format.');
  if (!TARGET_SERVICES.includes(arn.service)) throw new NotModelledError(`${arn.service} as the target of a rule`);
  if (arn.service === 'events' && !isBus(target.Arn))
    throw new NotModelledError(`${target.Arn} as the target of a rule`);
  if (arn.service !== 'events' && arn.region !== stack.region) {
    throw invalid(`Parameter Arn is not valid. Reason: ${target.Arn} is in another Region than the rule.`);
  }
  if (isBus(target.Arn) && target.RoleArn === undefined) {
    throw invalid(`RoleArn is required for target ${target.Arn}.`);
  }
  if (target.RoleArn !== undefined && !/^arn:[^:]+:iam::\d{12}:role\/.+/.test(target.RoleArn)) {
    throw invalid(`Parameter RoleArn is not valid. Reason: ${target.RoleArn} is not the ARN of a role.`);
  }
  if (target.RoleArn !== undefined && parseArn(target.RoleArn)?.account !== stack.account) {
    throw new AwsError('AccessDeniedException', `Cross-account pass role is not allowed: ${target.RoleArn}`);
  }
  const deadLetter = target.DeadLetterConfig?.Arn;
  const queue = deadLetter === undefined ? undefined : parseArn(deadLetter);
  if (deadLetter !== undefined && (queue?.service !== 'sqs' || queue.region !== stack.region)) {
    throw invalid(
      `Parameter DeadLetterConfig is not valid. Reason: ${deadLetter} is not an SQS queue of ${stack.region}.`,
    );
  }
  if (target.Input !== undefined && target.InputPath !== undefined) {
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${target.Id}.`);
  }
  if (target.Input !== undefined) checkJson(target.Input, target.Id);
  if (target.InputPath !== undefined) pathSteps(target.InputPath);
  const group = target.SqsParameters?.MessageGroupId;
  if (group !== undefined && arn.service !== 'sqs') {
    throw invalid(`Parameter(s) SqsParameters not valid for target ${target.Id}.`);
  }
  if (group?.startsWith('$')) pathSteps(group);
  return {
    id: target.Id,
    arn: target.Arn,
    maximumRetryAttempts: target.RetryPolicy?.MaximumRetryAttempts ?? 185,
    maximumEventAgeInSeconds: target.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400,
    ...(target.RoleArn === undefined ? {} : { roleArn: target.RoleArn }),
    ...(target.Input === undefined ? {} : { input: target.Input }),
    ...(target.InputPath === undefined ? {} : { inputPath: target.InputPath }),
    ...(deadLetter === undefined ? {} : { deadLetterArn: deadLetter }),
    ...(group === undefined ? {} : { messageGroupId: group }),
  };
}

function checkJson(text: string, id: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw invalid(`JSON syntax error in input for target ${id}.`);
  }
}
