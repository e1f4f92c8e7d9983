import { jsonProtocol } from './json-protocol';
import { commandOf, serviceClient } from './service-client';

/** Stands in for `@aws-sdk/client-organizations` in the bundles. */
export class OrganizationsClient extends serviceClient(
  { id: 'ORGANIZATIONS', host: 'organizations', signingName: 'organizations', isGlobal: true, fipsInGovCloud: 'all' },
  jsonProtocol({ version: '1.1', target: 'AWSOrganizationsV20161128' }),
) {}

export const DescribeAccountCommand = commandOf('DescribeAccount');
export const ListAccountsCommand = commandOf('ListAccounts');
export const ListAccountsForParentCommand = commandOf('ListAccountsForParent');
export const ListOrganizationalUnitsForParentCommand = commandOf('ListOrganizationalUnitsForParent');
export const ListParentsCommand = commandOf('ListParents');
export const ListTagsForResourceCommand = commandOf('ListTagsForResource');
