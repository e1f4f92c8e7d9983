import { AwsError } from '../../aws-error';
import type { StackSet } from '../../cloudformation/stack-set';
import type { StackSets } from '../../cloudformation/stack-sets';
import type { Stack, Stacks } from '../../cloudformation/stacks';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import type { Call, WireService } from '../../wire/message';
import { queryService } from '../../wire/query-protocol';
import { recordCall } from '../../wire/record-call';
import type { XmlTree } from '../../wire/xml';

export interface CloudFormationServiceOptions {
  readonly stacks: Stacks;
  readonly stackSets: StackSets;
  readonly authorizer: Authorizer;
  readonly trace: Trace;
}

/**
 * What can be asked about stacks and stack sets: DescribeStacks, ListStackSets, ListStackInstances, each answered on one page.
 * Deployments are not made over the wire. Source: CloudFormation API Reference.
 */
export function cloudFormationService(options: CloudFormationServiceOptions): WireService {
  const { stacks, stackSets } = options;

  const read = (name: string, call: Call, resource: string, answer: () => XmlTree): Promise<XmlTree> => {
    const action = `cloudformation:${name}`;
    const { caller, region } = call;
    return recordCall(options.trace, { action, caller, region, resource }, () => {
      options.authorizer.authorize({ caller, action, resource, resourceAccount: accountOf(call), region });
      return answer();
    });
  };
  /** Sets that the caller administers from this Region: those of its own organization, as CallAs says. */
  const visibleSets = (parameters: URLSearchParams, call: Call): readonly StackSet[] => {
    const callAs = parameters.get('CallAs') ?? 'SELF';
    if (callAs !== 'SELF' && callAs !== 'DELEGATED_ADMIN') throw invalid(`CallAs ${callAs}`);
    if (!stackSets.isAdministrator(accountOf(call), callAs)) {
      if (callAs === 'SELF') return [];
      throw invalid('Account used is not a delegated administrator');
    }
    return stackSets.list().filter((set) => set.arn.split(':')[3] === call.region);
  };

  return queryService({
    signingNames: ['cloudformation'],
    version: '2010-05-15',
    xmlns: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    operations: {
      DescribeStacks(parameters, call) {
        const wanted = parameters.get('StackName');
        const found = stacks
          .list()
          .filter((stack) => stack.account === accountOf(call) && stack.region === call.region)
          .filter((stack) => wanted === null || stack.stackName === wanted || stack.stackId === wanted);
        return read('DescribeStacks', call, found[0] !== undefined && wanted !== null ? found[0].stackId : '*', () => {
          if (wanted !== null && found.length === 0) throw invalid(`Stack with id ${wanted} does not exist`);
          return { Stacks: { member: found.map(stackShape) } };
        });
      },
      ListStackSets: (parameters, call) =>
        read('ListStackSets', call, '*', () => ({
          Summaries: { member: visibleSets(parameters, call).map(setShape) },
        })),
      ListStackInstances(parameters, call) {
        const wanted = parameters.get('StackSetName');
        const set = stackSets.list().find((candidate) => candidate.name === wanted || candidate.id === wanted);
        return read('ListStackInstances', call, set?.arn ?? '*', () => {
          if (set === undefined || !visibleSets(parameters, call).includes(set)) {
            throw new AwsError('StackSetNotFoundException', `StackSet ${wanted} not found`, 404);
          }
          return { Summaries: { member: instanceShapes(set) } };
        });
      },
    },
  });
}

function stackShape(stack: Stack): XmlTree {
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    StackStatus: 'CREATE_COMPLETE',
    CreationTime: stack.createdAt.toISOString(),
    Outputs: {
      member: Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    },
  };
}

function setShape(set: StackSet): XmlTree {
  return {
    StackSetName: set.name,
    StackSetId: set.id,
    Description: set.properties.Description,
    Status: 'ACTIVE',
    PermissionModel: set.properties.PermissionModel,
    AutoDeployment: {
      Enabled: set.properties.AutoDeployment?.Enabled ?? false,
      RetainStacksOnAccountRemoval: set.properties.AutoDeployment?.RetainStacksOnAccountRemoval,
    },
    ManagedExecution: { Active: set.properties.ManagedExecution?.Active ?? false },
  };
}

function instanceShapes(set: StackSet): readonly XmlTree[] {
  return set.instances().map((instance) => ({
    StackSetId: set.id,
    Account: instance.account,
    Region: instance.region,
    StackId: instance.stackId,
    Status: instance.status,
    StatusReason: instance.statusReason,
    StackInstanceStatus: { DetailedStatus: instance.detailedStatus },
  }));
}

function accountOf(call: Call): string {
  return call.caller.kind === 'service' ? (call.caller.sourceAccount ?? '') : call.caller.accountId;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
