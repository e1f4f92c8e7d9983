import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { awsFailure, regionTrouble } from './aws-errors';
import { xmlAnswersOnly } from './whole-answers';

/** Whether a Region can be used with the credentials at hand; `unknown`: there is no such Region in DNS. */
export type RegionState = 'on' | 'off' | 'unknown';

/**
 * Asks STS in one Region whether it knows the caller: where the Region is off, it does not. A session token of the global endpoint's kind is
 * known only in Regions that are on by default. Throws what else the SDK throws. `sts` is a client of that Region.
 * Source: "Manage AWS STS in an AWS Region", IAM User Guide.
 */
export async function regionState(sts: STSClient): Promise<RegionState> {
  try {
    await sts.send(xmlAnswersOnly(new GetCallerIdentityCommand({})));
    return 'on';
  } catch (error) {
    const trouble = regionTrouble(awsFailure(error));
    if (trouble === undefined) throw error;
    return trouble;
  }
}
