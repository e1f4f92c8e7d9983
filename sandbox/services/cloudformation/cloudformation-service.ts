import { AwsError, NotModelledError } from '../../aws-error';
import type { StackSet } from '../../cloudformation/stack-set';
import type { StackSets } from '../../cloudformation/stack-sets';
import type { Stack, Stacks } from '../../cloudformation/stacks';
import { callerAccount } from '../../identity/caller';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import type { Call, WireService } from '../../wire/message';
import { queryService } from '../../wire/query-protocol';
import { recordCall } from '../../wire/record-call';
import type { XmlTree } from '../../wire/xml';
import { listPage } from './list-page';
import { stackInstanceFilter } from './stack-instance-filter';
import { instanceSummary, setDescription, setSummary } from './stack-set-shapes';

export interface CloudFormationServiceOptions {
  readonly stacks: Stacks;
  readonly stackSets: StackSets;
  readonly authorizer: Authorizer;
  readonly trace: Trace;
}

/**
 * What can be asked about stacks and stack sets: DescribeStacks (answered on one page), DescribeStackSet, ListStackSets and
 * ListStackInstances. Deployments are not made over the wire. Source: CloudFormation API Reference.
 */
export function cloudFormationService(options: CloudFormationServiceOptions): WireService {
  const { stacks, stackSets } = options;

  const read = (name: string, call: Call, resource: string, answer: () => XmlTree): Promise<XmlTree> => {
    const action = `cloudformation:${name}`;
    const { caller, region } = call;
    return recordCall(options.trace, { action, caller, region, resource }, () => {
      options.authorizer.authorize({ caller, action, resource, resourceAccount: callerAccount(call.caller), region });
      return answer();
    });
  };
  /** Sets that the caller administers from this Region: those of its own organization, as CallAs says. */
  const visibleSets = (parameters: URLSearchParams, call: Call): readonly StackSet[] => {
    const callAs = parameters.get('CallAs') ?? 'SELF';
    if (callAs !== 'SELF' && callAs !== 'DELEGATED_ADMIN') throw invalid(`CallAs ${callAs}`);
    if (!stackSets.isAdministrator(callerAccount(call.caller), callAs)) {
      if (callAs === 'SELF') return [];
      throw invalid('Account used is not a delegated administrator');
    }
    return stackSets.list().filter((set) => set.arn.split(':')[3] === call.region);
  };

  /** A set by name or ID; ARN `*` in the trace when the caller sees none. */
  const readSet = (name: string, parameters: URLSearchParams, call: Call, answer: (set: StackSet) => XmlTree) => {
    const wanted = parameters.get('StackSetName');
    const found = stackSets
      .list()
      .find((set) => (set.name === wanted || set.id === wanted) && set.arn.split(':')[3] === call.region);
    return read(name, call, found?.arn ?? '*', () => {
      if (found === undefined || !visibleSets(parameters, call).includes(found)) {
        throw new AwsError('StackSetNotFoundException', `StackSet ${wanted} not found`, 404);
      }
      return answer(found);
    });
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
          .filter((stack) => stack.account === callerAccount(call.caller) && stack.region === call.region)
          .filter((stack) => wanted === null || stack.stackName === wanted || stack.stackId === wanted);
        return read('DescribeStacks', call, found[0] !== undefined && wanted !== null ? found[0].stackId : '*', () => {
          if (wanted !== null && found.length === 0) throw invalid(`Stack with id ${wanted} does not exist`);
          return { Stacks: { member: found.map(stackShape) } };
        });
      },
      ListStackSets(parameters, call) {
        checkParameters('ListStackSets', parameters, ['CallAs', 'MaxResults', 'NextToken', 'Status']);
        return read('ListStackSets', call, '*', () => {
          const status = parameters.get('Status') ?? 'ACTIVE';
          if (status !== 'ACTIVE' && status !== 'DELETED') throw invalid(`Status ${status}`);
          const sets = status === 'ACTIVE' ? visibleSets(parameters, call) : [];
          const { items, NextToken } = listPage(sets, parameters);
          return { Summaries: { member: items.map(setSummary) }, NextToken };
        });
      },
      DescribeStackSet(parameters, call) {
        checkParameters('DescribeStackSet', parameters, ['CallAs', 'StackSetName']);
        return readSet('DescribeStackSet', parameters, call, (set) => ({ StackSet: setDescription(set) }));
      },
      ListStackInstances(parameters, call) {
        checkParameters('ListStackInstances', parameters, LIST_STACK_INSTANCES);
        return readSet('ListStackInstances', parameters, call, (set) => {
          const { items, NextToken } = listPage(set.instances().filter(stackInstanceFilter(parameters)), parameters);
          return { Summaries: { member: items.map((instance) => instanceSummary(set, instance)) }, NextToken };
        });
      },
    },
  });
}

const LIST_STACK_INSTANCES = [
  'CallAs',
  'Filters',
  'MaxResults',
  'NextToken',
  'StackInstanceAccount',
  'StackInstanceRegion',
  'StackSetName',
];

function checkParameters(action: string, parameters: URLSearchParams, known: readonly string[]): void {
  for (const key of parameters.keys()) {
    const [name = ''] = key.split('.');
    if (name === 'Action' || name === 'Version' || known.includes(name)) continue;
    throw new NotModelledError(`the parameter ${name} of cloudformation:${action}`);
  }
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

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
