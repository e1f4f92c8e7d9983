import { RULE_ID } from '../../core/contract/names';
import type { Outcome, Verdict } from '../../core/outcome';
import { reason } from '../../core/reasons';
import { OutcomeKeeper } from '../../handlers/outcome-keeper';
import { iso, milliseconds, outcomeOf, placeOf } from '../contracts/outcomes';
import { inMemoryInventory } from '../fakes/in-memory-inventory';
import { ManualClock } from '../fakes/manual-clock';
import { RecordingOutcomeEvents } from '../fakes/recording-outcome-events';

const PLACE = placeOf('orders');
const READ = { rules: 0, digest: 'none' };
const COVERED = outcomeOf(PLACE, { verdict: 'covered', reason: reason('covered-by-ours'), ruleId: RULE_ID });

async function world(known?: Outcome) {
  const { buckets } = inMemoryInventory(new ManualClock());
  if (known !== undefined) await buckets.record(known);
  const events = new RecordingOutcomeEvents();
  const published = jest.spyOn(events, 'publish');
  return {
    ...{ buckets, events, published, keeper: new OutcomeKeeper({ buckets, events }) },
    kept: async () => (await buckets.bucket(PLACE))?.outcome,
  };
}

describe('an outcome', () => {
  test.each<[string, Outcome | undefined, Partial<Outcome>, string | null]>([
    ['excluded', COVERED, { verdict: 'excluded' }, RULE_ID],
    ['denied', COVERED, { verdict: 'denied' }, RULE_ID],
    ['failed', COVERED, { verdict: 'failed' }, RULE_ID],
    ['waiting, which is said of what was read', COVERED, { verdict: 'waiting' }, null],
    ['denied, but read before that', COVERED, { verdict: 'denied', before: READ }, null],
    ['denied, and nothing is known of it', undefined, { verdict: 'denied' }, null],
    ['denied, and had no rule of ours', { ...COVERED, ruleId: null }, { verdict: 'denied' }, null],
  ])('keeps our rule in mind of a bucket that was not read, or does not: %s', async (_, known, different, ruleId) => {
    const { keeper, kept } = await world(known);
    await keeper.keep(outcomeOf(PLACE, { before: null, at: iso(1), ...different }));
    expect(await kept()).toMatchObject({ ...different, ruleId });
  });

  test('that names our rule itself asks for nothing', async () => {
    const { keeper, kept, buckets } = await world();
    buckets.failNext('bucket');
    await keeper.keep(outcomeOf(PLACE, { verdict: 'excluded', before: null, ruleId: RULE_ID }));
    await expect(buckets.bucket(PLACE)).rejects.toThrow('bucket');
    expect(await kept()).toMatchObject({ verdict: 'excluded', ruleId: RULE_ID });
  });

  test('is told by whoever is writing the bucket, and by nobody else', async () => {
    const { keeper, kept } = await world(COVERED);
    await keeper.keep(outcomeOf(PLACE, { reason: reason('being-written'), at: iso(1) }));
    expect(await kept()).toEqual(COVERED);
  });

  test.each([
    ['bucket-gone', 1],
    ['bucket-deleted', 0],
  ] as const)('%s ends the life of the bucket just then, unless that was done: %d', async (code, times) => {
    const { keeper, buckets } = await world(COVERED);
    const ended = jest.spyOn(buckets, 'endLife');
    const gone = outcomeOf(PLACE, { verdict: 'gone', reason: reason(code), at: iso(5) });
    await keeper.keep(gone);
    expect(ended.mock.calls).toEqual(Array(times).fill([gone, milliseconds(5)]));
  });
});

test('others are told of verdicts that changed, and of nothing where none did', async () => {
  const { keeper, events, published } = await world(COVERED);
  await keeper.publish();
  await keeper.keep({ ...COVERED, at: iso(1) });
  await keeper.keep({ ...COVERED, at: iso(2), reason: reason('covered-by-other'), ruleId: null });
  await keeper.publish();
  expect(published).not.toHaveBeenCalled();
  const held = { ...COVERED, at: iso(3), verdict: 'held' as Verdict };
  await keeper.keep(held);
  await keeper.publish();
  expect(events.changes).toEqual([{ outcome: held, was: 'covered' }]);
});
