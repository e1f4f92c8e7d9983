import { z } from 'zod';
import { formatArn } from '../../arn';
import { NotModelledError } from '../../aws-error';
import type { ResourceType } from '../../cloudformation/resource-type';
import { parsePolicy } from '../../policy/parse-policy';
import type { EventBridgeService } from './event-bridge-service';
import type { EventBuses } from './event-buses';
import { EventPattern } from './pattern/event-pattern';

const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional();
const object = z.record(z.string(), z.unknown());

const busSchema = z.strictObject({
  Name: z.string(),
  Description: z.string().optional(),
  Policy: object.optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  Tags: tags,
});

const busPolicySchema = z.strictObject({
  EventBusName: z.string().optional(),
  StatementId: z.string(),
  Statement: object.optional(),
  Action: z.string().optional(),
  Principal: z.string().optional(),
  Condition: z
    .strictObject({ Type: z.string().optional(), Key: z.string().optional(), Value: z.string().optional() })
    .optional(),
});

const archiveSchema = z.strictObject({
  ArchiveName: z.string().optional(),
  Description: z.string().optional(),
  EventPattern: object.optional(),
  RetentionDays: z.coerce.number().int().min(0).optional(),
  SourceArn: z.string(),
});

function busType(buses: EventBuses): ResourceType<z.infer<typeof busSchema>> {
  return {
    typeName: 'AWS::Events::EventBus',
    schema: busSchema,
    async create({ properties, stack }) {
      const bus = buses.create(stack.account, stack.region, properties.Name);
      try {
        if (properties.Policy !== undefined) {
          parsePolicy(properties.Policy, 'resource');
          [properties.Policy['Statement']].flat().forEach((statement, index) => {
            bus.putStatement(statementId(statement) ?? `Policy[${index}]`, statement);
          });
        }
      } catch (error) {
        buses.delete(bus.arn);
        throw error;
      }
      return {
        ref: bus.name,
        attributes: { Arn: bus.arn, Name: bus.name },
        async delete() {
          buses.delete(bus.arn);
        },
      };
    },
  };
}

/** A bus keeps its statements by ID: AWS::Events::EventBusPolicy with the same ID replaces one. */
function statementId(statement: unknown): string | undefined {
  const id = (statement as { Sid?: unknown } | undefined)?.Sid;
  return typeof id === 'string' ? id : undefined;
}

function busPolicyType(buses: EventBuses): ResourceType<z.infer<typeof busPolicySchema>> {
  return {
    typeName: 'AWS::Events::EventBusPolicy',
    schema: busPolicySchema,
    async create({ properties, stack }) {
      const { StatementId, Statement, Action, Principal, Condition } = properties;
      const bus = buses.get(properties.EventBusName, stack.account, stack.region);
      const legacy = Action !== undefined || Principal !== undefined || Condition !== undefined;
      if ((Statement === undefined) !== legacy) {
        throw new Error('AWS::Events::EventBusPolicy needs either Statement or Action and Principal, not both');
      }
      bus.putStatement(
        StatementId,
        Statement !== undefined
          ? { ...Statement, Sid: StatementId }
          : legacyStatement(StatementId, bus.arn, stack.partition, { Action, Principal, Condition }),
      );
      return {
        ref: StatementId,
        attributes: {},
        async delete() {
          bus.removeStatement(StatementId);
        },
      };
    },
  };
}

/** The statement that PutPermission makes of an action, an account (or `*`) and a condition on the organization. */
function legacyStatement(
  sid: string,
  busArn: string,
  partition: string,
  { Action, Principal, Condition }: Pick<z.infer<typeof busPolicySchema>, 'Action' | 'Principal' | 'Condition'>,
): object {
  if (Action !== 'events:PutEvents') throw new NotModelledError(`the action ${Action} of AWS::Events::EventBusPolicy`);
  if (Principal === undefined || !/^(\*|\d{12})$/.test(Principal)) {
    throw new Error(`Principal of AWS::Events::EventBusPolicy must be an account ID or *, not ${Principal}`);
  }
  if (
    Condition !== undefined &&
    (Condition.Type !== 'StringEquals' || Condition.Key !== 'aws:PrincipalOrgID' || !Condition.Value)
  ) {
    throw new Error('Condition of AWS::Events::EventBusPolicy must be StringEquals on aws:PrincipalOrgID');
  }
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: `arn:${partition}:iam::${Principal}:root` },
    Action,
    Resource: busArn,
    ...(Condition === undefined ? {} : { Condition: { StringEquals: { 'aws:PrincipalOrgID': Condition.Value } } }),
  };
}

function archiveType(buses: EventBuses): ResourceType<z.infer<typeof archiveSchema>> {
  return {
    typeName: 'AWS::Events::Archive',
    schema: archiveSchema,
    async create({ properties, stack, logicalId }) {
      const name = properties.ArchiveName ?? `${stack.stackName.slice(0, 20)}-${logicalId.slice(0, 27)}`;
      if (!/^[.\-_A-Za-z0-9]{1,48}$/.test(name)) throw new Error(`${name} cannot be the name of an archive`);
      const bus = buses.get(properties.SourceArn, stack.account, stack.region);
      if (bus.account !== stack.account || bus.region !== stack.region) {
        throw new Error(`an archive must be where its event bus is: ${bus.arn}`);
      }
      if (bus.archives.has(name)) throw new Error(`the archive ${name} already exists`);
      const arn = formatArn({
        service: 'events',
        region: stack.region,
        account: stack.account,
        resource: `archive/${name}`,
      });
      const pattern = properties.EventPattern === undefined ? undefined : EventPattern.parse(properties.EventPattern);
      bus.archives.set(name, { arn, name, pattern, events: [] });
      return {
        ref: name,
        attributes: { Arn: arn, ArchiveName: name },
        async delete() {
          bus.archives.delete(name);
        },
      };
    },
  };
}

/**
 * `AWS::Events::EventBus` (Ref: name; Arn, Name), `AWS::Events::EventBusPolicy` (as a statement, or the older action and principal) and
 * `AWS::Events::Archive` (keeps the newest events; there is no replay).
 */
export function busResourceTypes(events: EventBridgeService): readonly ResourceType[] {
  return [busType(events.buses), busPolicyType(events.buses), archiveType(events.buses)];
}
