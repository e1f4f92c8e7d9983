import { reason } from '../../core/reasons';
import type { Deadline } from '../../core/sweep/deadline';
import { LISTING, type RunPart } from '../../core/sweep/run';
import { AccountBatch } from '../../handlers/account-batch';
import { answerDirectly, SweepBatch } from '../../handlers/sweep-batch';
import { ONE, sweepWorld } from '../core/sweep/sweep-world';
import { activeProfile } from '../fakes/in-memory-accounts';

const DEADLINE: Deadline = { remaining: () => 900_000 };
const SENT_AT = Date.parse('2026-01-01T00:00:00Z');
const AT_THIS_STEP = 'another invocation is at this step';
const BROKEN = reason('unexpected-error', 'Error: the inventory does not answer: run');
const EVERYTHING = { id: 'r', trigger: 'operator', scope: { kind: 'all' }, task: 'sweep', by: null } as const;

/** A run `r` whose `part` is open, and what becomes of messages of its two queues. */
async function world(part: RunPart) {
  const w = sweepWorld();
  const { runs } = w.inventory;
  await runs.begin({ ...EVERYTHING, startedAt: '2026-01-01T00:00:00.000Z', finishedAt: null });
  await runs.open('r', part);
  await w.inventory.accounts.saveProfile(ONE, null, activeProfile(), SENT_AT);
  const postponed: number[] = [];
  const postpone = async (_: string, seconds: number) => void postponed.push(seconds);
  const record = (body: unknown, tries: number, messageId = 'm1', sentAt = SENT_AT) => ({
    ...{ messageId, receiptHandle: 'r1', tries, sentAt, body: JSON.stringify(body) },
  });
  const step = part === LISTING ? { kind: 'list' } : { account: part };
  const message = { version: 1, run: 'r', step: 0, ...step };
  const sweepBatch = () => new SweepBatch({ ...w.sweepServices, postpone });
  const batch = () => (part === LISTING ? sweepBatch() : new AccountBatch({ ...w.surveyServices, postpone }));
  return {
    ...{ ...w, runs, postponed, message },
    /** Handles one message, of the step of the part if none is said. */
    handle: (tries = 1, body: unknown = message, sentAt = SENT_AT) =>
      batch().handle([record(body, tries, 'm1', sentAt)], DEADLINE),
    handleAs: (messageId: string, body: unknown, tries: number) =>
      sweepBatch().handle([record(body, tries, messageId)], DEADLINE),
  };
}

const GIVEN_BACK = { batchItemFailures: [{ itemIdentifier: 'm1' }] };
const DONE = { batchItemFailures: [] };

describe.each<[string, RunPart, string]>([
  ['sweep', LISTING, 'sweep-list'],
  ['account', ONE, 'account-steps'],
])('a step in the queue of the %s', (_, part, name) => {
  test('is counted when it is done', async () => {
    const { handle, journal } = await world(part);
    expect(await handle()).toEqual(DONE);
    expect(journal.counts.at(-1)).toEqual({ [name]: 1 });
  });

  test.each([1, 9])('waits for whoever is at it, on try %d', async (tries) => {
    const { handle, runs, postponed, journal, deadLetters } = await world(part);
    await runs.claim('r', part, 0, 600);
    expect(await handle(tries)).toEqual(GIVEN_BACK);
    expect(postponed).toEqual([600]);
    expect(journal.lines).toEqual([{ level: 'info', message: `tried again in 600 s: ${AT_THIS_STEP}` }]);
    expect(deadLetters.sent).toEqual([]);
  });

  test('that breaks is tried again, with what broke', async () => {
    const { handle, runs, postponed, journal, deadLetters } = await world(part);
    runs.failNext('run');
    expect(await handle(3)).toEqual(GIVEN_BACK);
    expect(postponed).toEqual([120]);
    expect(journal.lines).toEqual([{ level: 'warn', message: `tried again in 120 s: ${BROKEN.text}` }]);
    expect(deadLetters.sent).toEqual([]);
  });

  test('that breaks at its last try is given up, with what broke, and has failed', async () => {
    const { handle, runs, postponed, deadLetters, journal, message } = await world(part);
    runs.failNext('run');
    expect(await handle(4)).toEqual(DONE);
    expect(postponed).toEqual([]);
    expect(deadLetters.sent).toEqual([{ body: JSON.stringify(message), reason: BROKEN }]);
    expect(journal.counts.at(-1)).toEqual({ 'dead-letters': 1 });
    const { rows } = await runs.parts('r', null);
    expect(rows).toMatchObject([{ part, progress: { state: 'failed', reason: BROKEN } }]);
  });

  test('that breaks at its last try waits all the same for whoever is at it', async () => {
    const { handle, runs, postponed, deadLetters, journal } = await world(part);
    await runs.claim('r', part, 0, 600);
    runs.failNext('run');
    expect(await handle(4)).toEqual(GIVEN_BACK);
    expect(postponed).toEqual([600]);
    expect(journal.lines).toEqual([{ level: 'info', message: `tried again in 600 s: ${AT_THIS_STEP}` }]);
    expect(deadLetters.sent).toEqual([]);
  });

  test('that failed sweeps anew where its message is redriven, and not where it came twice', async () => {
    const { handle, runs, queues, clock } = await world(part);
    runs.failNext('run');
    await handle(4);
    const sent = () => queues.sweep.sent.filter(({ kind }) => kind === 'sweep').length;
    await handle(1);
    expect(sent()).toBe(0);
    clock.advance(60);
    await handle(1, undefined, clock.now());
    expect(sent()).toBe(1);
  });
});

test('an event that is ignored is told in the log', async () => {
  const { handle, journal } = await world(LISTING);
  await handle(1, { source: 'custom', detail: {} });
  const { text } = reason('other-source', '"custom"');
  expect(journal.lines).toEqual([{ level: 'info', message: `ignored: ${text}` }]);
  expect(journal.details).toEqual([{ messageId: 'm1' }]);
});

test('a hint begins a run once in a while, unless it is the one whose first delivery broke off', async () => {
  const { handleAs, runs } = await world(LISTING);
  const hint = { version: 1, kind: 'sweep', trigger: 'stack', scope: { kind: 'account', id: ONE } };
  const begun = async () => (await runs.latest(9)).filter(({ trigger }) => trigger === 'stack').map(({ id }) => id);
  await handleAs('first', hint, 1);
  await handleAs('second', hint, 1);
  expect(await begun()).toEqual(['2026-01-01T00:00:00.000Z-first']);
  await handleAs('second', hint, 2);
  expect(await begun()).toEqual(['2026-01-01T00:00:00.000Z-second', '2026-01-01T00:00:00.000Z-first']);
});

describe('a direct call that cannot be answered yet', () => {
  const call = ({ sweepServices, message }: Awaited<ReturnType<typeof world>>) =>
    answerDirectly(sweepServices, message, { id: 'call', sentAt: SENT_AT, isAgain: false }, DEADLINE);

  test('says that somebody is at it', async () => {
    const w = await world(LISTING);
    await w.runs.claim('r', LISTING, 0, 600);
    expect(await call(w)).toEqual({ error: reason('being-written', 'somebody is at this step') });
  });

  test('says what is in the way', async () => {
    const w = await world(LISTING);
    w.roster.failures = 1;
    expect(await call(w)).toEqual({
      error: { code: 'accounts-not-listed', text: expect.stringContaining('TooManyRequestsException') },
    });
  });
});
