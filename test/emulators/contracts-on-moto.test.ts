import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createInventoryTable } from '../adapters/inventory/local-table';
import { describeAccountAccessContract } from '../contracts/account-access';
import { describeAccountProfilesContract } from '../contracts/account-profiles';
import { describeAccountRosterContract } from '../contracts/account-roster';
import { describeAccountSurveyContract } from '../contracts/account-survey';
import { describeBucketStoreContract } from '../contracts/bucket-store';
import { describeOutcomeEventsContract } from '../contracts/outcome-events';
import { describeDeadLettersContract, describeSettleQueueContract } from '../contracts/queues';
import { describeSurveyAccessContract } from '../contracts/survey-access';
import { accountSurveyOn } from '../stages/account-surveys';
import { bucketStoresOn } from '../stages/bucket-stores';
import { describeInventory } from '../stages/inventories';
import { accountAccessOn, accountProfilesOn, surveyAccessOn } from '../stages/member-accounts';
import { StageMessages } from '../stages/messages';
import { type MotoStage, startMotoStage } from '../stages/moto-stage';
import { MOTO_DIFFERENCES } from './differences';
import { expectDifferences } from './expect-differences';
import { motoRoster } from './moto-roster';

expectDifferences(MOTO_DIFFERENCES);

let stage: MotoStage;
let messages: StageMessages;
let dynamoDb: DynamoDBClient;
let made = 0;

beforeAll(async () => {
  stage = await startMotoStage(process.env['EMULATORS_PYTHON'] ?? 'python3');
  messages = new StageMessages(stage);
  const { endpoint, home, hub } = stage;
  dynamoDb = new DynamoDBClient({ endpoint, region: home, credentials: stage.administrator(hub) });
  process.env['AWS_ENDPOINT_URL'] = endpoint;
}, 600_000);
afterAll(async () => {
  delete process.env['AWS_ENDPOINT_URL'];
  messages.sqs.destroy();
  dynamoDb.destroy();
  await stage.stop();
});

const next = (name: string): string => {
  made += 1;
  return `${name}-${made}`;
};

describeBucketStoreContract('S3BucketStore on moto', async () => bucketStoresOn(stage));
describeAccountAccessContract('StsAccountAccess on moto', () => accountAccessOn(stage));
describeSurveyAccessContract('StsSurveyAccess on moto', async () =>
  surveyAccessOn(stage, await stage.newAccount(next('surveyed'))),
);
describeAccountSurveyContract('S3AccountSurvey on moto', async () =>
  accountSurveyOn(stage, { account: await stage.newAccount(next('surveyed')), prefix: `${next('survey')}-` }),
);
describeAccountProfilesContract('OrganizationsProfiles on moto', async () => accountProfilesOn(stage));
describeSettleQueueContract('SqsSettleQueue on moto', () => messages.settleQueue());
describeDeadLettersContract('SqsDeadLetters on moto', () => messages.deadLetters());
describeOutcomeEventsContract('EventBridgeOutcomeEvents on moto', () => messages.outcomeEvents());
describeInventory('the inventory on moto', () => createInventoryTable(dynamoDb, next('inventory')));
// the last, because the accounts that it finds are all that were made
describeAccountRosterContract('OrganizationsRoster on moto', () => motoRoster(stage));
