import { z } from 'zod';
import { formatArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import { callerAccount } from '../../identity/caller';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import { jsonService } from '../../wire/json-protocol';
import type { Call, WireService } from '../../wire/message';
import { recordCall } from '../../wire/record-call';
import type { Parameters } from './parameters';

const request = z.strictObject({ Name: z.string(), WithDecryption: z.boolean().optional() });

/** Systems Manager's GetParameter, which is what the CDK asks. Source: AWS Systems Manager API Reference. */
export function ssmService(options: {
  readonly parameters: Parameters;
  readonly authorizer: Authorizer;
  readonly trace: Trace;
}): WireService {
  const { parameters, authorizer, trace } = options;
  return jsonService({
    signingNames: ['ssm'],
    targetPrefix: 'AmazonSSM',
    version: '1.1',
    operations: {
      GetParameter(input: unknown, { caller, region }: Call) {
        const parsed = request.safeParse(input);
        if (!parsed.success) throw new NotModelledError(`GetParameter with ${JSON.stringify(input)}`);
        const { Name } = parsed.data;
        const account = callerAccount(caller);
        const path = Name.replace(/^\//, '');
        const resource = formatArn({ service: 'ssm', region, account, resource: `parameter/${path}` });
        const action = 'ssm:GetParameter';
        return recordCall(trace, { action, caller, region, resource }, () => {
          authorizer.authorize({ caller, action, resource, resourceAccount: account, region });
          const found = parameters.get(account, region, Name);
          if (found === undefined) throw new AwsError('ParameterNotFound', '');
          return {
            Parameter: {
              ARN: resource,
              DataType: 'text',
              LastModifiedDate: found.changedAt.getTime() / 1000,
              Name,
              Type: 'String',
              Value: found.value,
              Version: 1,
            },
          };
        });
      },
    },
  });
}
