import { LineJournal } from '../../adapters/journal';
import { defaultProvider } from '../../adapters/lambda-credentials';
import type { Outcome } from '../../core/outcome';
import { reason } from '../../core/reasons';
import { account, bucketName, region } from '../fakes/identifiers';
import { ManualClock } from '../fakes/manual-clock';

function journal() {
  const lines: string[] = [];
  const subject = new LineJournal({
    write: (line) => lines.push(line),
    clock: new ManualClock(),
    namespace: 'sweeper',
  });
  return { subject, lines, objects: () => lines.map((line): unknown => JSON.parse(line)) };
}

test('an outcome is one line with exactly its keys', () => {
  const outcome: Outcome = {
    account: account('111122223333'),
    region: region('eu-central-1'),
    bucket: bucketName('orders'),
    verdict: 'gone',
    reason: reason('bucket-gone', 'two\nlines'),
    days: 7,
    ruleId: null,
    before: null,
    after: null,
    calls: {},
    at: '2026-01-01T00:00:00.000Z',
  };
  const { subject, lines, objects } = journal();
  subject.outcome(outcome);
  expect(objects()).toEqual([outcome]);
  expect(lines[0]?.split('\n')).toHaveLength(2);
});

test('a log line has its level and message', () => {
  const { subject, objects } = journal();
  subject.log('warn', 'odd', { bucket: 'orders' });
  expect(objects()).toEqual([
    { level: 'warn', message: 'odd', timestamp: '2026-01-01T00:00:00.000Z', bucket: 'orders' },
  ]);
});

test('counts are in the embedded metric format, and none makes no line', () => {
  const { subject, objects } = journal();
  subject.count({});
  subject.count({ applied: 2, covered: 1 });
  const Metrics = ['applied', 'covered'].map((Name) => ({ Name, Unit: 'Count' }));
  expect(objects()).toEqual([
    {
      _aws: {
        Timestamp: Date.parse('2026-01-01T00:00:00Z'),
        CloudWatchMetrics: [{ Namespace: 'sweeper', Dimensions: [[]], Metrics }],
      },
      applied: 2,
      covered: 1,
    },
  ]);
});

test('credentials in Lambda come from the environment', async () => {
  const environment = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' };
  await expect(defaultProvider({}, environment)()).resolves.toEqual({
    accessKeyId: 'a',
    secretAccessKey: 's',
    sessionToken: 't',
  });
  await expect(defaultProvider({}, {})()).rejects.toThrow('AWS_ACCESS_KEY_ID');
});
