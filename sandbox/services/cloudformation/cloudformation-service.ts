import { AwsError } from '../../aws-error';
import type { StackOperations } from '../../cloudformation/stack-operations';
import type { StackSet } from '../../cloudformation/stack-set';
import type { StackSets } from '../../cloudformation/stack-sets';
import type { Stacks } from '../../cloudformation/stacks';
import { callerAccount } from '../../identity/caller';
import type { RoleSessions } from '../../identity/role-sessions';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import type { Call, WireService } from '../../wire/message';
import { queryService } from '../../wire/query-protocol';
import type { XmlTree } from '../../wire/xml';
import { changeSetOperations } from './change-set-operations';
import { listPage } from './list-page';
import { checkParameters, invalid } from './request-members';
import type { S3Files } from './s3-files';
import { StackApi } from './stack-api';
import { stackInstanceFilter } from './stack-instance-filter';
import { stackOperations } from './stack-operations';
import { instanceSummary, setDescription, setSummary } from './stack-set-shapes';

export interface CloudFormationServiceOptions {
  readonly stacks: Stacks;
  readonly stackSets: StackSets;
  /** Deployments and deletions that are asked for over the wire. */
  readonly operations: StackOperations;
  /** Where templates and function code come from. */
  readonly files: S3Files;
  readonly authorizer: Authorizer;
  readonly roleSessions: RoleSessions;
  readonly trace: Trace;
}

/**
 * Stacks, change sets, and what can be asked about stack sets: DescribeStackSet, ListStackSets and ListStackInstances. Stack sets are
 * made by stacks alone. Source: CloudFormation API Reference.
 */
export function cloudFormationService(options: CloudFormationServiceOptions): WireService {
  const { stackSets } = options;
  const api = new StackApi(options);

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
    return api.authorized(name, call, found?.arn ?? '*', () => {
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
      ...stackOperations(api),
      ...changeSetOperations(api),
      ListStackSets(parameters, call) {
        checkParameters('ListStackSets', parameters, ['CallAs', 'MaxResults', 'NextToken', 'Status']);
        return api.authorized('ListStackSets', call, '*', () => {
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
