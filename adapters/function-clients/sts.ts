import { child, childText } from '../wire/answer-xml';
import { queryProtocol } from './query-protocol';
import { commandOf, serviceClient } from './service-client';

/** Stands in for `@aws-sdk/client-sts` in the bundles. */
export class STSClient extends serviceClient(
  { id: 'STS', host: 'sts', signingName: 'sts', fipsInGovCloud: 'ipv4' },
  queryProtocol('2011-06-15', {
    AssumeRole: (result) => {
      const credentials = child(result, 'Credentials');
      if (credentials === undefined) return {};
      const [AccessKeyId, SecretAccessKey, SessionToken] = ['AccessKeyId', 'SecretAccessKey', 'SessionToken'].map(
        (name) => childText(credentials, name),
      );
      return { Credentials: { AccessKeyId, SecretAccessKey, SessionToken } };
    },
  }),
) {}

export const AssumeRoleCommand = commandOf('AssumeRole');
