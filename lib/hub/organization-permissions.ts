import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { stackSetNames } from '../../core/contract/names';
import type { OrganizationSettings } from '../../core/settings/settings';
import { type Permission, wildcard } from './permission';

/** To read the state of accounts, and the tags of accounts and of the OUs above them. */
export function readAccounts(settings: OrganizationSettings): readonly Permission[] {
  return [
    inOrganization(settings, 'DescribeAccounts', ['DescribeAccount'], ['account']),
    inOrganization(settings, 'ReadAccounts', ['ListParents', 'ListTagsForResource'], ['account', 'ou']),
  ];
}

/** To list the accounts below an OU. */
export function listUnits(settings: OrganizationSettings): Permission {
  return inOrganization(settings, 'ListUnits', ['ListAccountsForParent', 'ListOrganizationalUnitsForParent'], ['ou']);
}

function inOrganization(
  { managementAccountId, organizationId }: OrganizationSettings,
  sid: string,
  operations: readonly string[],
  types: readonly string[],
): Permission {
  const resource = (partition: string, type: string): string =>
    `arn:${partition}:organizations::${managementAccountId}:${type}/${organizationId}/*`;
  return {
    statement: new PolicyStatement({
      sid,
      actions: operations.map((operation) => `organizations:${operation}`),
      resources: types.map((type) => resource(Aws.PARTITION, type)),
    }),
    findings: Object.fromEntries(
      types.map((type) => [
        wildcard(resource('<AWS::Partition>', type)),
        'reads the accounts and OUs of this organization, whichever there are',
      ]),
    ),
  };
}

/** ListAccounts has no resource. Source: "Actions, resources, and condition keys for AWS Organizations". */
export function listAccounts(): Permission {
  return {
    statement: new PolicyStatement({ sid: 'ListAccounts', actions: ['organizations:ListAccounts'], resources: ['*'] }),
    findings: { [wildcard('*')]: 'the call has no resource to name' },
  };
}

/** To see what became of the instances of our stack sets, which live in the management account. */
export function readStackInstances(settings: OrganizationSettings): Permission {
  const { qualifier, regions, homeRegion, managementAccountId } = settings;
  const stackSet = (partition: string, name: string): string =>
    `arn:${partition}:cloudformation:${homeRegion}:${managementAccountId}:stackset/${name}:*`;
  const sets = stackSetNames(qualifier, regions);
  return {
    statement: new PolicyStatement({
      sid: 'ReadStackInstances',
      actions: ['cloudformation:ListStackInstances'],
      resources: sets.map((name) => stackSet(Aws.PARTITION, name)),
    }),
    findings: Object.fromEntries(
      sets.map((name) => [
        wildcard(stackSet('<AWS::Partition>', name)),
        'a stack set by its name; the ID after it is made up by CloudFormation',
      ]),
    ),
  };
}
