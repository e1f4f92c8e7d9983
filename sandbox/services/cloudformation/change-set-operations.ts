import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error';
import type { StackOrder } from '../../cloudformation/stack-log';
import { type ChangeSet, changeSetArn } from '../../cloudformation/stack-operations';
import { callerAccount } from '../../identity/caller';
import type { Call } from '../../wire/message';
import type { QueryOperation } from '../../wire/query-protocol';
import { checkParameters, invalid, members, onlyAs, required, texts } from './request-members';
import { checkServiceRole } from './service-role';
import { inWordsOfTheApi, type StackApi } from './stack-api';
import { changeSetShape } from './stack-shapes';

const CREATE = [
  'Capabilities',
  'ChangeSetName',
  'ChangeSetType',
  'ClientToken',
  'DeploymentConfig',
  'Description',
  'ImportExistingResources',
  'IncludeNestedStacks',
  'NotificationARNs',
  'Parameters',
  'RoleARN',
  'StackName',
  'Tags',
  'TemplateBody',
  'TemplateURL',
];

/** Bytes of a template that a request carries itself. Source: "CloudFormation quotas", User Guide. */
const LARGEST_BODY = 51_200;

/** CreateChangeSet, DescribeChangeSet, ExecuteChangeSet and DeleteChangeSet. Source: CloudFormation API Reference. */
export function changeSetOperations(api: StackApi): Readonly<Record<string, QueryOperation>> {
  const { operations } = api;
  const found = (parameters: URLSearchParams, { caller, region }: Call): ChangeSet | undefined =>
    operations.changeSet(
      callerAccount(caller),
      region,
      required(parameters, 'ChangeSetName'),
      parameters.get('StackName'),
    );
  const known = (parameters: URLSearchParams, call: Call): ChangeSet => {
    const changeSet = found(parameters, call);
    if (changeSet !== undefined) return changeSet;
    throw new AwsError('ChangeSetNotFound', `ChangeSet [${parameters.get('ChangeSetName')}] does not exist`, 404);
  };
  return {
    CreateChangeSet(parameters, call) {
      checkParameters('CreateChangeSet', parameters, CREATE);
      onlyAs(parameters, 'NotificationARNs', '');
      onlyAs(parameters, 'DeploymentConfig.Mode', 'STANDARD');
      const stackName = required(parameters, 'StackName');
      const place = { account: callerAccount(call.caller), region: call.region, stackName };
      return api.authorized('CreateChangeSet', call, api.arnOf(place), async () => {
        const name = required(parameters, 'ChangeSetName');
        const kind = parameters.get('ChangeSetType') ?? 'UPDATE';
        onlyAs(parameters, 'ChangeSetType', 'CREATE', 'UPDATE');
        if (found(parameters, call) !== undefined) {
          throw new AwsError('AlreadyExistsException', `ChangeSet ${name} cannot be created due to a mismatch`);
        }
        checkServiceRole(parameters.get('RoleARN'), call, api);
        const order = await orderOf(parameters, call, api, stackName);
        const changeSet = inWordsOfTheApi(() =>
          operations.create({
            ...place,
            name,
            id: changeSetArn(place, name, randomUUID()),
            kind: kind as 'CREATE' | 'UPDATE',
            description: parameters.get('Description') ?? undefined,
            order,
          }),
        );
        return { Id: changeSet.id, StackId: changeSet.stack.stackId };
      });
    },
    DescribeChangeSet(parameters, call) {
      checkParameters('DescribeChangeSet', parameters, ['ChangeSetName', 'IncludePropertyValues', 'StackName']);
      const resource = found(parameters, call)?.stack.stackId ?? '*';
      return api.authorized('DescribeChangeSet', call, resource, () => changeSetShape(known(parameters, call)));
    },
    ExecuteChangeSet(parameters, call) {
      const names = ['ChangeSetName', 'ClientRequestToken', 'DisableRollback', 'RetainExceptOnCreate', 'StackName'];
      checkParameters('ExecuteChangeSet', parameters, names);
      onlyAs(parameters, 'DisableRollback', 'false');
      onlyAs(parameters, 'RetainExceptOnCreate', 'false');
      const resource = found(parameters, call)?.stack.stackId ?? '*';
      return api.authorized('ExecuteChangeSet', call, resource, () => {
        const changeSet = known(parameters, call);
        if (changeSet.status === 'FAILED') {
          throw new AwsError(
            'InvalidChangeSetStatus',
            `ChangeSet [${changeSet.id}] cannot be executed in its current status of [FAILED]`,
          );
        }
        operations.execute(changeSet, api.files.assets());
        return {};
      });
    },
    DeleteChangeSet(parameters, call) {
      checkParameters('DeleteChangeSet', parameters, ['ChangeSetName', 'StackName']);
      const changeSet = found(parameters, call);
      return api.authorized('DeleteChangeSet', call, changeSet?.stack.stackId ?? '*', () => {
        // of one that is not there no word is said, as long as the stack is
        if (changeSet !== undefined) operations.deleteChangeSet(changeSet);
        return {};
      });
    },
  };
}

/** What is ordered; parameters that keep their value have that of the stack as it is. */
async function orderOf(
  parameters: URLSearchParams,
  call: Call,
  { files, log }: StackApi,
  stackName: string,
): Promise<StackOrder> {
  const body = parameters.get('TemplateBody');
  const url = parameters.get('TemplateURL');
  if ((body === null) === (url === null)) throw invalid('Either Template URL or Template Body must be specified.');
  if (body !== null && Buffer.byteLength(body) > LARGEST_BODY) {
    throw invalid(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${LARGEST_BODY}`,
    );
  }
  const before = log.find(callerAccount(call.caller), call.region, stackName)?.order.parameters ?? {};
  const values = members(parameters, 'Parameters').map((prefix): readonly [string, string] => {
    const key = parameters.get(`${prefix}.ParameterKey`) ?? '';
    const keeps = parameters.get(`${prefix}.UsePreviousValue`) === 'true';
    const value = keeps ? before[key] : parameters.get(`${prefix}.ParameterValue`);
    if (value === undefined || value === null) throw invalid(`Parameters: [${key}] must have values`);
    return [key, value];
  });
  const tags = members(parameters, 'Tags').map((prefix): readonly [string, string] => [
    parameters.get(`${prefix}.Key`) ?? '',
    parameters.get(`${prefix}.Value`) ?? '',
  ]);
  return {
    templateBody: body ?? (await files.template(url ?? '', call)),
    parameters: Object.fromEntries(values),
    tags: Object.fromEntries(tags),
    capabilities: texts(parameters, 'Capabilities'),
    roleArn: parameters.get('RoleARN') ?? undefined,
  };
}
