import { AccountBatch, type AccountBatchServices } from './account-batch';
import { composeSurveyAccount } from './composition/survey-account';
import { parseSurveyAccountEnvironment } from './environment/survey-account';
import { deadlineOf } from './lambda-context';
import type { BatchResponse } from './settle-batch';
import { parseSweepRecords } from './sweep-record';

let services: AccountBatchServices | undefined;

/** Lambda function on the account queue, with partial batch responses: looks through one account's buckets, and writes none. */
export async function handler(event: unknown, context: unknown): Promise<BatchResponse> {
  services ??= composeSurveyAccount(parseSurveyAccountEnvironment(process.env), (line) => {
    process.stdout.write(line);
  });
  return new AccountBatch(services).handle(parseSweepRecords(event), deadlineOf(context));
}
