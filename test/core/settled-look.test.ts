import type { BucketRecord } from '../../core/inventory';
import { settle } from '../../core/look-again';
import type { Outcome } from '../../core/outcome';
import { stateOf } from '../../core/written-state';
import { changeOf, outcomeOf } from '../contracts/outcomes';
import { lookWorld as world } from './look-world';
import { FOREIGN, PLACE } from './reconcile-world';

const SINCE = Date.parse('2026-01-01T00:00:00.000Z') - 300_000;
const SAME = stateOf(FOREIGN);
const OTHER = { rules: 2, digest: 'other' };
const SEEN = { digest: SAME.digest, since: SINCE, first: SINCE };
const at = (milliseconds: number): string => new Date(SINCE + milliseconds).toISOString();

const known = (different: Partial<BucketRecord>): BucketRecord => ({
  ...{ outcome: null, change: null, removals: [], hold: null, since: at(0) },
  ...different,
});
const came = (milliseconds: number, states: Pick<Outcome, 'before' | 'after'>): BucketRecord =>
  known({ outcome: outcomeOf(PLACE, { at: at(milliseconds), ...states }) });
const changed = (milliseconds: number): BucketRecord => known({ change: changeOf(at(milliseconds)) });

describe('a bucket that shows what was seen five minutes ago', () => {
  test.each<[string, BucketRecord | undefined, boolean]>([
    ['nothing is known of it', undefined, true],
    ['nothing is known to have happened', known({}), true],
    ['it was changed when it was seen', changed(0), true],
    ['it was changed since, and changed back', changed(1), false],
    ['it was found otherwise when it was seen', came(0, { before: OTHER, after: OTHER }), true],
    ['it was found otherwise since', came(1, { before: OTHER, after: null }), false],
    ['it was left otherwise since', came(1, { before: SAME, after: OTHER }), false],
    ['it was left as it is since', came(1, { before: OTHER, after: SAME }), true],
    ['it was not read since', came(1, { before: null, after: null }), false],
  ])('has settled or not where %s', async (_, record, isSettled) => {
    const { look, settleQueue } = world({ seen: SEEN });
    await look.read();
    const result = await settle(look, record);
    expect(result?.outcome.reason.code).toBe(isSettled ? undefined : 'settling');
    expect(settleQueue.sent.map(({ delaySeconds }) => delaySeconds)).toEqual(isSettled ? [] : [300]);
  });

  test('has not settled where we wrote it since', async () => {
    const { look } = world({ seen: SEEN, wrote: { before: SAME, digest: 'd', tries: 0 } });
    await look.read();
    expect((await settle(look, undefined))?.outcome.reason.code).toBe('settling');
  });
});

test('a bucket that was not read settles as one of which nothing was seen', async () => {
  const { look, settleQueue } = world();
  expect((await settle(look, undefined))?.outcome.verdict).toBe('waiting');
  expect(settleQueue.sent).toMatchObject([{ message: { digest: '' }, delaySeconds: 300 }]);
});
