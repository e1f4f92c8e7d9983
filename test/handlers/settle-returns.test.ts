import { digest } from '../../core/plan';
import { reason, remedy } from '../../core/reasons';
import { type BatchServices, SettleBatch } from '../../handlers/settle-batch';
import type { SettleRecord } from '../../handlers/settle-record';
import { bucketName } from '../fakes/identifiers';
import { batchWorld, HERE, ONE } from './batch-world';

const PLACE = { account: ONE, region: HERE, bucket: bucketName('one-a') };
const NOT_OURS = reason('not-our-message', 'it is not JSON');
const REFUSED = reason('role-not-assumable', 'AccessDenied');

function world(changes: Partial<BatchServices> = {}) {
  const made = batchWorld(changes);
  const handle = (...records: readonly SettleRecord[]) => new SettleBatch(made.services).handle(records);
  /** A message whose account cannot be reached. */
  const stuck = (tries = 1): SettleRecord => {
    made.access.closed.set(ONE, { kind: 'not-assumable', message: 'AccessDenied' });
    return made.record(made.created('one-a'), tries);
  };
  return { ...made, handle, stuck };
}

const failing = (error: unknown) => async () => {
  throw error;
};

describe('the log', () => {
  test('says why an event is ignored, and of what bucket it is', async () => {
    const { record, event, handle, journal } = world();
    await handle(record(event('one-a', 'PutBucketPolicy')));
    const why = reason('other-event', '"PutBucketPolicy"');
    expect(journal.lines).toEqual([{ level: 'info', message: `ignored: ${why.text}` }]);
    expect(journal.details).toEqual([{ reason: why, action: 'ignore', ...PLACE }]);
  });

  test('says why and when a message is tried again', async () => {
    const { stuck, handle, journal } = world();
    await handle(stuck(2));
    expect(journal.lines).toEqual([{ level: 'warn', message: `tried again in 60 s: ${REFUSED.text}` }]);
    expect(journal.details).toEqual([{ ...PLACE, reason: REFUSED }]);
  });

  test('says why a message is given up, and what to do', async () => {
    const { record, handle, journal } = world();
    await handle(record('not JSON'));
    expect(journal.lines).toEqual([{ level: 'error', message: `given up: ${NOT_OURS.text}` }]);
    expect(journal.details).toEqual([{ messageId: 'm1', reason: NOT_OURS, remedy: remedy('not-our-message') }]);
  });

  test.each([
    [new RangeError('full'), 'RangeError: full'],
    ['odd', 'odd'],
  ])('says what kept the dead letters, the queue and the inventory from taking something: %s', async (error, text) => {
    const deadLetters = { send: failing(error) };
    const { record, created, handle, journal, inventory } = world({ deadLetters, postpone: failing(error) });
    inventory.buckets.record = failing(error);
    expect(await handle(record('not JSON'), record(created('one-a')))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }],
    });
    const unavailable = reason('inventory-unavailable');
    expect(journal.lines.map((line, index) => ({ ...line, details: journal.details[index] }))).toEqual([
      {
        ...{ level: 'error', message: `the dead-letter queue did not take a message: ${text}` },
        details: { messageId: 'm1', reason: NOT_OURS, remedy: remedy('not-our-message') },
      },
      { level: 'warn', message: `a message could not be postponed: ${text}`, details: { messageId: 'm1' } },
      { level: 'error', message: `the inventory did not take an outcome: ${text}`, details: PLACE },
      {
        ...{ level: 'warn', message: `tried again in 30 s: ${unavailable.text}` },
        details: { ...PLACE, reason: unavailable },
      },
      { level: 'warn', message: `a message could not be postponed: ${text}`, details: { messageId: 'm2' } },
    ]);
  });
});

test('a message that the dead letters do not take has no outcome yet: it stays in its queue', async () => {
  const { stuck, handle, journal, deadLetters, services } = world();
  deadLetters.broken = true;
  expect(await handle(stuck(4))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  expect(journal.outcomes).toEqual([]);
  expect(journal.counts).toEqual([{}]);
  expect(await services.buckets.bucket(PLACE)).toBeUndefined();
});

test('what another try could not put right is given up at the first', async () => {
  const { record, created, sighted, handle, services, deadLetters, journal, postponed } = world();
  created('one-a');
  const write = { purpose: 'rule', before: undefined, planned: 'ours', days: 7, readAt: 0 } as const;
  const claim = await services.writes.claim(PLACE, write, undefined);
  if (claim.kind === 'claimed') await services.writes.end(PLACE, claim.id, 'unknown');
  const none = digest(undefined);
  const wrote = { before: { rules: 0, digest: none }, digest: 'ours', tries: services.rules.maxTries - 1 };
  expect(await handle(record({ ...sighted('one-a', none), wrote }))).toEqual({ batchItemFailures: [] });
  expect(deadLetters.sent).toMatchObject([{ reason: reason('write-not-visible') }]);
  expect(journal.outcomes).toMatchObject([{ verdict: 'failed', reason: reason('write-not-visible') }]);
  expect(journal.counts.at(-1)).toEqual({ 'dead-letters': 1, failed: 1 });
  expect(postponed).toEqual([]);
});
