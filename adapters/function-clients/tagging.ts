import { jsonProtocol } from './json-protocol';
import { commandOf, serviceClient } from './service-client';

/** Stands in for `@aws-sdk/client-resource-groups-tagging-api` in the bundles. */
export class ResourceGroupsTaggingAPIClient extends serviceClient(
  { id: 'RESOURCE_GROUPS_TAGGING_API', host: 'tagging', signingName: 'tagging' },
  jsonProtocol({ version: '1.1', target: 'ResourceGroupsTaggingAPI_20170126' }),
) {}

export const GetResourcesCommand = commandOf('GetResources');
