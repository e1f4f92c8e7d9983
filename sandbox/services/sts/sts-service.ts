import { deflateRawSync } from 'node:zlib';
import { AwsError, NotModelledError } from '../../aws-error';
import type { RoleSessions } from '../../identity/role-sessions';
import type { PolicyDocument } from '../../policy/document';
import { parsePolicy } from '../../policy/parse-policy';
import type { Trace } from '../../trace';
import type { Call, WireService } from '../../wire/message';
import { queryService } from '../../wire/query-protocol';
import { recordCall } from '../../wire/record-call';
import type { XmlTree } from '../../wire/xml';
import { validationError } from './sts-role-sessions';

const SESSION_POLICY_CHARACTERS = 2048;

const ASSUME_ROLE_PARAMETERS = [
  'Action',
  'Version',
  'RoleArn',
  'RoleSessionName',
  'DurationSeconds',
  'ExternalId',
  'Policy',
];

/**
 * STS on the wire: AssumeRole and GetCallerIdentity. `packedPolicyBytes` is the room for a session policy after packing. AWS
 * publishes neither its size nor the packing: deflated UTF-8 stands for it, and the default refuses nothing that
 * 2,048 characters can hold.
 */
export function stsService(options: {
  readonly sessions: RoleSessions;
  readonly trace: Trace;
  readonly packedPolicyBytes?: number;
}): WireService {
  const room = options.packedPolicyBytes ?? 4 * SESSION_POLICY_CHARACTERS;
  return queryService({
    signingNames: ['sts'],
    version: '2011-06-15',
    xmlns: 'https://sts.amazonaws.com/doc/2011-06-15/',
    operations: {
      AssumeRole: (parameters, call) => {
        const resource = parameters.get('RoleArn') ?? '';
        const entry = { action: 'sts:AssumeRole', caller: call.caller, region: call.region, resource };
        return recordCall(options.trace, entry, () => assumeRole(options.sessions, room, parameters, call));
      },
      // No policy, not even an explicit deny, keeps a caller from asking who it is.
      GetCallerIdentity: (_parameters, call) => {
        const entry = { action: 'sts:GetCallerIdentity', caller: call.caller, region: call.region, resource: '*' };
        return recordCall(options.trace, entry, () => callerIdentity(call));
      },
    },
  });
}

function assumeRole(sessions: RoleSessions, room: number, parameters: URLSearchParams, call: Call): XmlTree {
  for (const name of parameters.keys()) {
    if (!ASSUME_ROLE_PARAMETERS.includes(name)) throw new NotModelledError(`the parameter ${name} of sts:AssumeRole`);
  }
  const policy = readSessionPolicy(parameters.get('Policy'), room);
  const duration = parameters.get('DurationSeconds');
  const externalId = parameters.get('ExternalId');
  const { caller, credentials } = sessions.assume({
    caller: call.caller,
    roleArn: required(parameters, 'RoleArn'),
    sessionName: required(parameters, 'RoleSessionName'),
    region: call.region,
    ...(policy === undefined ? {} : { sessionPolicies: [policy.document] }),
    ...(duration === null ? {} : { durationSeconds: Number(duration) }),
    ...(externalId === null ? {} : { externalId }),
  });
  return {
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: credentials.expiration.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    },
    AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
    PackedPolicySize: policy?.packedPercent,
  };
}

function callerIdentity({ caller }: Call): XmlTree {
  if (caller.kind === 'service') throw new Error('a service has no access key to sign with');
  return { Arn: caller.arn, UserId: caller.userId, Account: caller.accountId };
}

function readSessionPolicy(
  text: string | null,
  room: number,
): { readonly document: PolicyDocument; readonly packedPercent: number } | undefined {
  if (text === null) return undefined;
  if (text.length < 1 || text.length > SESSION_POLICY_CHARACTERS) {
    throw validationError(
      `1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to ${SESSION_POLICY_CHARACTERS}`,
    );
  }
  const document = parsePolicy(text, 'identity');
  const packedPercent = Math.ceil((deflateRawSync(text).length / room) * 100);
  if (packedPercent > 100) {
    throw new AwsError(
      'PackedPolicyTooLarge',
      `Packed policy consumes ${packedPercent}% of allotted space, please use smaller policy.`,
    );
  }
  return { document, packedPercent };
}

function required(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (value !== null) return value;
  const member = name.slice(0, 1).toLowerCase() + name.slice(1);
  throw validationError(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}
