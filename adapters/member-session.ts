import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { roleArn } from '../core/contract/names';
import type { AccountId } from '../core/identifiers';
import { awsFailure, isDenied } from './aws-errors';

export interface MemberSessionProps {
  readonly sts: STSClient;
  readonly partition: string;
  readonly rolePath: string;
  readonly roleName: string;
  /** Shows in the account's CloudTrail. */
  readonly sessionName: string;
}

export interface MemberCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * AssumeRole into the member role of `account`, narrowed by `policy` (JSON), for `seconds` (900 to 3,600). Throws what the SDK throws, and an
 * Error for an answer without credentials.
 */
export async function openMemberSession(
  { sts, partition, rolePath, roleName, sessionName }: MemberSessionProps,
  account: AccountId,
  policy: string,
  seconds: number,
): Promise<MemberCredentials> {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn(partition, account, rolePath, roleName),
      RoleSessionName: sessionName,
      DurationSeconds: seconds,
      Policy: policy,
    }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw new Error('STS answered without credentials');
  }
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** What it means that no session was had. */
export function noSession(error: unknown): {
  readonly kind: 'not-assumable' | 'unavailable';
  readonly message: string;
} {
  const failure = awsFailure(error);
  const message = `${failure.code}: ${failure.message}`;
  return { kind: isDenied(failure) ? 'not-assumable' : 'unavailable', message };
}
