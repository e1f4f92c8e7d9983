import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { type AccountId, parseAccountId } from '../core/identifiers';

/** Whose credentials these are. */
export interface Caller {
  readonly account: AccountId;
  readonly arn: string;
}

/** Throws what the SDK throws, and an Error for an answer that names no account. */
export async function callerOf(sts: STSClient): Promise<Caller> {
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
  const account = parseAccountId(Account);
  if (account === undefined || Arn === undefined) throw new Error('GetCallerIdentity named no account');
  return { account, arn: Arn };
}
