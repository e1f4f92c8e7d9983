import { changedOutcome, describeOutcomeEventsContract } from '../contracts/outcome-events';
import type { AwsStage } from '../stages/aws-stage';
import { startLocalStage } from '../stages/local-stage';
import { StageMessages } from '../stages/messages';

let stage: AwsStage;
let messages: StageMessages;

beforeAll(async () => {
  stage = await startLocalStage();
  messages = new StageMessages(stage);
});
afterAll(async () => {
  messages.sqs.destroy();
  await stage.stop();
});

describeOutcomeEventsContract('EventBridgeOutcomeEvents over the wire', () => messages.outcomeEvents());

test('fails without throwing for entries that the bus refuses, and logs each', async () => {
  const { events, journal } = await messages.outcomeEvents('aws.sweeper');
  await events.publish([changedOutcome(1), changedOutcome(2)]);
  expect(journal.lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
});
