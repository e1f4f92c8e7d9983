import { resourcesOf, type StackRecord } from '../../cloudformation/stack-log';
import { callerAccount } from '../../identity/caller';
import type { Call } from '../../wire/message';
import type { QueryOperation } from '../../wire/query-protocol';
import { listPage } from './list-page';
import { checkParameters, invalid, onlyAs, required } from './request-members';
import { checkServiceRole } from './service-role';
import { inWordsOfTheApi, type StackApi } from './stack-api';
import { eventShape, resourceShape, stackShape } from './stack-shapes';

/**
 * DescribeStacks (answered on one page), DescribeStackEvents, DescribeStackResources, GetTemplate, UpdateTerminationProtection and
 * DeleteStack. Source: CloudFormation API Reference.
 */
export function stackOperations(api: StackApi): Readonly<Record<string, QueryOperation>> {
  const found = (parameters: URLSearchParams, { caller, region }: Call): StackRecord | undefined =>
    api.log.find(callerAccount(caller), region, required(parameters, 'StackName'));
  /** The stack that is named, as long as anything is known of it; `said` is what is said where nothing is. */
  const named = (
    name: string,
    parameters: URLSearchParams,
    call: Call,
    said: (stack: string) => string,
    answer: (stack: StackRecord) => ReturnType<QueryOperation>,
  ): ReturnType<QueryOperation> => {
    const stack = found(parameters, call);
    return api.authorized(name, call, stack?.stackId ?? '*', () => {
      if (stack === undefined) throw invalid(said(parameters.get('StackName') ?? ''));
      return answer(stack);
    });
  };
  const doesNotExist = (stack: string): string => `Stack with id ${stack} does not exist`;
  const isNotThere = (stack: string): string => `Stack [${stack}] does not exist`;
  return {
    DescribeStacks(parameters, call) {
      checkParameters('DescribeStacks', parameters, ['StackName']);
      if (parameters.has('StackName')) {
        return named('DescribeStacks', parameters, call, doesNotExist, (stack) => ({
          Stacks: { member: [stackShape(stack)] },
        }));
      }
      return api.authorized('DescribeStacks', call, '*', () => ({
        Stacks: { member: api.log.live(callerAccount(call.caller), call.region).map(stackShape) },
      }));
    },
    DescribeStackEvents(parameters, call) {
      checkParameters('DescribeStackEvents', parameters, ['NextToken', 'StackName']);
      return named('DescribeStackEvents', parameters, call, isNotThere, (stack) => {
        const { items, NextToken } = listPage([...stack.events].reverse(), parameters);
        return { StackEvents: { member: items.map((event) => eventShape(stack, event)) }, NextToken };
      });
    },
    DescribeStackResources(parameters, call) {
      checkParameters('DescribeStackResources', parameters, ['StackName']);
      return named('DescribeStackResources', parameters, call, doesNotExist, (stack) => ({
        StackResources: { member: resourcesOf(stack).map((event) => resourceShape(stack, event)) },
      }));
    },
    GetTemplate(parameters, call) {
      checkParameters('GetTemplate', parameters, ['StackName', 'TemplateStage']);
      onlyAs(parameters, 'TemplateStage', 'Original');
      return named('GetTemplate', parameters, call, doesNotExist, ({ order }) => ({
        TemplateBody: order.templateBody,
        StagesAvailable: { member: ['Original', 'Processed'] },
      }));
    },
    UpdateTerminationProtection(parameters, call) {
      checkParameters('UpdateTerminationProtection', parameters, ['EnableTerminationProtection', 'StackName']);
      return named('UpdateTerminationProtection', parameters, call, isNotThere, (stack) => {
        stack.terminationProtection = required(parameters, 'EnableTerminationProtection') === 'true';
        return { StackId: stack.stackId };
      });
    },
    DeleteStack(parameters, call) {
      const known = ['ClientRequestToken', 'DeploymentConfig', 'RoleARN', 'StackName'];
      checkParameters('DeleteStack', parameters, known);
      onlyAs(parameters, 'DeploymentConfig.Mode', 'STANDARD');
      const stack = found(parameters, call);
      return api.authorized('DeleteStack', call, stack?.stackId ?? '*', () => {
        // of one that is not there no word is said
        if (stack === undefined) return {};
        checkServiceRole(parameters.get('RoleARN'), call, api);
        inWordsOfTheApi(() => api.operations.deleteStack(stack));
        return {};
      });
    },
  };
}
