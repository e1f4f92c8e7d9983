import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { EventBridgeOutcomeEvents } from '../../adapters/outcome-events';
import { changedOutcome } from '../contracts/outcome-events';
import { RecordingJournal } from '../fakes/recording-journal';
import { ScriptedEndpoint } from './scripted-endpoint';

const endpoint = new ScriptedEndpoint();
let client: EventBridgeClient;

beforeAll(async () => {
  client = new EventBridgeClient({
    region: 'eu-central-1',
    endpoint: await endpoint.start(),
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  endpoint.seen.length = 0;
});

function subject() {
  const journal = new RecordingJournal();
  const events = new EventBridgeOutcomeEvents({ events: client, bus: 'central', source: 'sweeper', journal });
  return { journal, events };
}
const entries = (): readonly (readonly Record<string, string>[])[] =>
  endpoint.seen.map(({ body }) => (JSON.parse(body) as { Entries: Record<string, string>[] }).Entries);

test('an event names bus, source and kind, and carries the outcome and what it was', async () => {
  endpoint.answer({ status: 200, body: '{"Entries":[{"EventId":"e"}],"FailedEntryCount":0}' });
  const { events, journal } = subject();
  const change = changedOutcome(1);
  await events.publish([change]);
  const [[entry] = []] = entries();
  expect(entry).toMatchObject({
    EventBusName: 'central',
    Source: 'sweeper',
    DetailType: 'Bucket Outcome Changed',
  });
  expect(JSON.parse(entry?.['Detail'] ?? '')).toEqual(change);
  expect(journal.lines).toEqual([]);
});

test('a call has at most 256 KB', async () => {
  const answer = { status: 200, body: '{"Entries":[]}' };
  endpoint.answer(answer, answer, answer);
  const large = 'x'.repeat(100 * 1024);
  await subject().events.publish([1, 2, 3, 4, 5].map((index) => changedOutcome(index, large)));
  expect(entries().map((batch) => batch.length)).toEqual([2, 2, 1]);
});

test('fails without throwing, logs what was not told, and goes on with the rest', async () => {
  endpoint.answer(
    { status: 400, body: '{"__type":"AccessDeniedException","message":"words"}' },
    { status: 200, body: '{"Entries":[{"EventId":"e"},{"ErrorCode":"InternalFailure"}],"FailedEntryCount":1}' },
  );
  const { events, journal } = subject();
  await events.publish(Array.from({ length: 12 }, (_, index) => changedOutcome(index)));
  expect(entries().map((batch) => batch.length)).toEqual([10, 2]);
  expect(journal.lines).toEqual([
    { level: 'warn', message: expect.any(String) },
    { level: 'warn', message: expect.any(String) },
  ]);
});
