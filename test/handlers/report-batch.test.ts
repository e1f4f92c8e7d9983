import type { Deadline } from '../../core/sweep/deadline';
import { ReportBatch, type ReportBatchServices } from '../../handlers/report-batch';
import type { ReportFiles } from '../../report/write-report';
import { outcomeOf, placeOf } from '../contracts/outcomes';
import { inMemoryInventory } from '../fakes/in-memory-inventory';
import { InMemoryDeadLetters } from '../fakes/in-memory-queues';
import { ManualClock } from '../fakes/manual-clock';
import { RecordingJournal } from '../fakes/recording-journal';

const LONG: Deadline = { remaining: () => 900_000 };
const MESSAGE = { version: 1, kind: 'report', run: 'run-1' };
const record = (body: unknown, tries = 1) => ({
  ...{ messageId: 'm1', receiptHandle: 'r1', tries },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

async function world(problem?: Error) {
  const clock = new ManualClock();
  const inventory = inMemoryInventory(clock);
  await inventory.buckets.record(outcomeOf(placeOf('orders'), { verdict: 'denied' }));
  const deadLetters = new InMemoryDeadLetters();
  const journal = new RecordingJournal();
  const postponed: number[] = [];
  const ended: string[] = [];
  const filesOf = (run: string): ReportFiles => ({
    begin: async (name) => ({
      write: async () => undefined,
      end: async () => {
        if (problem !== undefined) throw problem;
        ended.push(`${run} ${name}`);
      },
      abort: async () => undefined,
    }),
  });
  const services: ReportBatchServices = {
    ...{ clock, journal, deadLetters, filesOf, scope: 'organization' },
    inventory: { ...inventory, images: { between: async () => new Map() } },
    postpone: async (_, seconds) => {
      postponed.push(seconds);
    },
    ...{ retrySeconds: 30, maxTries: 3 },
  };
  return { batch: new ReportBatch(services), deadLetters, journal, postponed, ended };
}

test('a message is a report of its run', async () => {
  const { batch, ended, deadLetters, journal } = await world();
  expect(await batch.handle([record(MESSAGE)], LONG)).toEqual({ batchItemFailures: [] });
  expect(journal.counts).toEqual([{ 'reports-written': 1 }]);
  expect(journal.lines).toEqual([{ level: 'info', message: 'report written' }]);
  expect(journal.details).toEqual([{ run: 'run-1', rows: 1, milliseconds: 0 }]);
  expect(ended).toEqual(['run-1 report.csv.gz', 'run-1 report.json.gz', 'run-1 report.html']);
  expect(deadLetters.sent).toEqual([]);
});

test.each(['{"odd": ', '{}', { ...MESSAGE, version: 2 }, { ...MESSAGE, run: '' }, { ...MESSAGE, run: 7 }])(
  'refuses %j, which is no message of ours',
  async (body) => {
    const { batch, deadLetters, ended } = await world();
    expect(await batch.handle([record(body)], LONG)).toEqual({ batchItemFailures: [] });
    expect(deadLetters.sent).toMatchObject([{ reason: { code: 'not-our-message' } }]);
    expect(ended).toEqual([]);
  },
);

test('what fails is tried again, later each time, and given up with its reason at the last try', async () => {
  const { batch, deadLetters, postponed } = await world(new Error('S3 says no'));
  for (const tries of [1, 2]) {
    expect((await batch.handle([record(MESSAGE, tries)], LONG)).batchItemFailures.at(-1)).toEqual({
      itemIdentifier: 'm1',
    });
  }
  expect(postponed).toEqual([30, 60]);
  expect(deadLetters.sent).toEqual([]);
  await batch.handle([record(MESSAGE, 3)], LONG);
  expect(deadLetters.sent).toMatchObject([
    {
      body: JSON.stringify(MESSAGE),
      reason: { code: 'report-not-written', text: expect.stringContaining('S3 says no') },
    },
  ]);
});

test('a report that takes longer than an invocation is given up at once, with how far it came', async () => {
  const { batch, deadLetters, postponed, ended } = await world();
  let left = 900_000;
  const short: Deadline = {
    remaining: () => {
      left -= 500_000;
      return left;
    },
  };
  await batch.handle([record(MESSAGE)], short);
  expect(deadLetters.sent).toMatchObject([
    { reason: { code: 'report-too-long', text: expect.stringContaining('0 rows were written') } },
  ]);
  expect(postponed).toEqual([]);
  expect(ended).toEqual([]);
});
