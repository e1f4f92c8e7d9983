import { child, childText, listed } from '../wire/answer-xml';
import { queryProtocol } from './query-protocol';
import { commandOf, serviceClient } from './service-client';

/** Stands in for `@aws-sdk/client-cloudformation` in the bundles. */
export class CloudFormationClient extends serviceClient(
  { id: 'CLOUDFORMATION', host: 'cloudformation', signingName: 'cloudformation', fipsInGovCloud: 'ipv4' },
  queryProtocol('2010-05-15', {
    ListStackInstances: (result) => ({
      Summaries: listed(result, 'Summaries', 'member')?.map((summary) => {
        const status = child(summary, 'StackInstanceStatus');
        return {
          Account: childText(summary, 'Account'),
          Region: childText(summary, 'Region'),
          Status: childText(summary, 'Status'),
          StatusReason: childText(summary, 'StatusReason'),
          StackInstanceStatus: status && { DetailedStatus: childText(status, 'DetailedStatus') },
        };
      }),
      NextToken: childText(result, 'NextToken'),
    }),
  }),
) {}

export const ListStackInstancesCommand = commandOf('ListStackInstances');
