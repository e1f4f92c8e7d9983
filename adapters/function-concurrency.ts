import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/**
 * How many functions may run at one time in the client's account and Region, without those reserved for single functions. Throws what the
 * SDK throws. Source: GetAccountSettings, AWS Lambda API Reference.
 */
export async function unreservedConcurrency(lambda: LambdaClient): Promise<number> {
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  const most = AccountLimit?.UnreservedConcurrentExecutions ?? AccountLimit?.ConcurrentExecutions;
  if (most === undefined) throw new Error('Lambda did not say how many functions may run at one time');
  return most;
}
