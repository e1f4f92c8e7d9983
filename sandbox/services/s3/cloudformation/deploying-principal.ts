import { createHash, randomUUID } from 'node:crypto';
import type { StackContext } from '../../../cloudformation/resource-type';
import type { Caller } from '../../../identity/caller';
import type { Authorizer } from '../../../policy/authorizer';
import type { Call } from '../../../wire/message';
import type { EventSink } from '../../events/event';

const CLOUDFORMATION = 'cloudformation.amazonaws.com';

/** Stacks are deployed by principals that may do everything. */
export const allowAll: Authorizer = { decide: () => ({ allowed: true }), authorize: () => {} };

/** Events of calls that CloudFormation makes for a principal. Source: "CloudTrail userIdentity element", CloudTrail User Guide. */
export function viaCloudFormation(events: EventSink): EventSink {
  return {
    publish(account, region, event) {
      const { userIdentity, ...detail } = event.detail;
      const known = typeof userIdentity === 'object' ? userIdentity : {};
      events.publish(account, region, {
        ...event,
        detail: {
          ...detail,
          userIdentity: { ...known, invokedBy: CLOUDFORMATION },
          sourceIPAddress: CLOUDFORMATION,
          userAgent: CLOUDFORMATION,
        },
      });
    },
  };
}

/** One request to S3 as CloudFormation makes it for a stack. `path` begins with the bucket; a body gets the checksum that S3 asks for. */
export function callOfStack(
  stack: StackContext,
  wanted: {
    readonly method: 'GET' | 'PUT' | 'DELETE';
    readonly bucket: string;
    readonly subresource?: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Call {
  const body = Buffer.from(wanted.body ?? '');
  const rawQuery = wanted.subresource ?? '';
  const md5 = createHash('md5').update(body).digest('base64');
  return {
    caller: deployingPrincipal(stack),
    region: stack.region,
    requestId: randomUUID(),
    sourceIp: CLOUDFORMATION,
    request: {
      method: wanted.method,
      rawPath: `/${wanted.bucket}`,
      query: new URLSearchParams(rawQuery),
      rawQuery,
      headers: {
        host: `s3.${stack.region}.${stack.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}`,
        authorization: 'AWS4-HMAC-SHA256',
        'user-agent': CLOUDFORMATION,
        ...(body.length === 0 ? {} : { 'content-md5': md5 }),
        ...wanted.headers,
      },
      body,
    },
  };
}

/** The execution role of a bootstrapped environment: who deployed a stack is not known to its resources. */
function deployingPrincipal({ account, region, partition }: StackContext): Caller {
  const roleName = `cdk-hnb659fds-cfn-exec-role-${account}-${region}`;
  const digest = createHash('sha256').update(roleName).digest('hex').toUpperCase().slice(0, 17);
  const now = new Date();
  return {
    kind: 'assumed-role',
    accountId: account,
    arn: `arn:${partition}:sts::${account}:assumed-role/${roleName}/AWSCloudFormation`,
    // Letters and the digits 2 to 7, as in AWS.
    userId: `AROA${digest.replace(/[0189]/g, 'Z')}:AWSCloudFormation`,
    roleName,
    roleArn: `arn:${partition}:iam::${account}:role/${roleName}`,
    sessionName: 'AWSCloudFormation',
    sessionPolicies: [],
    accessKeyId: 'ASIACLOUDFORMATION22',
    issuedAt: now,
    expiresAt: new Date(now.getTime() + 3_600_000),
  };
}
