import type { StackEvent, StackRecord } from '../../cloudformation/stack-log';
import type { ChangeSet } from '../../cloudformation/stack-operations';
import type { XmlTree } from '../../wire/xml';

/** Source: Stack, CloudFormation API Reference. */
export function stackShape(stack: StackRecord): XmlTree {
  const { order, outputs } = stack;
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    CreationTime: stack.createdAt.toISOString(),
    DeletionTime: stack.deletedAt?.toISOString(),
    RoleARN: order.roleArn,
    EnableTerminationProtection: stack.terminationProtection,
    DisableRollback: false,
    Capabilities: { member: order.capabilities },
    Parameters: parameterShapes(order.parameters),
    Tags: tagShapes(order.tags),
    Outputs: {
      member: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    },
  };
}

/** Source: StackEvent, CloudFormation API Reference. */
export function eventShape(stack: StackRecord, event: StackEvent): XmlTree {
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    EventId: event.id,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: event.at.toISOString(),
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
  };
}

/** Source: StackResource, CloudFormation API Reference. */
export function resourceShape(stack: StackRecord, event: StackEvent): XmlTree {
  const { EventId: _, ...rest } = eventShape(stack, event) as Record<string, XmlTree>;
  return rest;
}

/** Source: DescribeChangeSet, CloudFormation API Reference. */
export function changeSetShape(changeSet: ChangeSet): XmlTree {
  const { stack, order } = changeSet;
  return {
    ChangeSetId: changeSet.id,
    ChangeSetName: changeSet.name,
    StackId: stack.stackId,
    StackName: stack.stackName,
    Description: changeSet.description,
    CreationTime: changeSet.createdAt.toISOString(),
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    ExecutionStatus: changeSet.status === 'FAILED' ? 'UNAVAILABLE' : 'AVAILABLE',
    Capabilities: { member: order.capabilities },
    Parameters: parameterShapes(order.parameters),
    Tags: tagShapes(order.tags),
    Changes: {
      member: changeSet.changes.map(({ logicalId, type, action, physicalId, replacement }) => ({
        Type: 'Resource',
        ResourceChange: {
          Action: action,
          LogicalResourceId: logicalId,
          PhysicalResourceId: physicalId,
          ResourceType: type,
          Replacement: replacement === undefined ? undefined : replacement ? 'True' : 'False',
        },
      })),
    },
  };
}

function parameterShapes(parameters: Readonly<Record<string, string>>): XmlTree {
  return {
    member: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  };
}

function tagShapes(tags: Readonly<Record<string, string>>): XmlTree {
  return { member: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}
