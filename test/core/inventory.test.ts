import { RULE_ID } from '../../core/contract/names';
import { sameStanding, standingOf } from '../../core/inventory';
import type { Outcome } from '../../core/outcome';
import { reason } from '../../core/reasons';
import { iso, outcomeOf, placeOf } from '../contracts/outcomes';
import { region } from '../fakes/identifiers';

const PLACE = placeOf('orders');
const THERE = region('us-east-1');

describe('two outcomes stand for the same', () => {
  const base = outcomeOf(PLACE, { after: { rules: 1, digest: 'a' } });
  const same = (changes: Partial<Outcome>, of = base) => sameStanding(of, { ...of, ...changes });

  test('however often and when it was found', () => {
    expect(same({ calls: {}, at: iso(7) })).toBe(true);
    expect(standingOf(base)).toBe(standingOf({ ...base, calls: {} }));
  });

  test('but not with another Region, verdict, reason, days, rule or configuration', () => {
    const others: Partial<Outcome>[] = [
      { region: THERE },
      { verdict: 'failed' },
      { reason: reason('settling') },
      { reason: reason('rule-missing', 'x') },
      { days: 8 },
      { ruleId: RULE_ID },
      { before: null },
      { after: null },
      { after: { rules: 1, digest: 'b' } },
    ];
    expect(others.map((other) => same(other))).toEqual(others.map(() => false));
  });

  test('where our rule is in place, with what was there after', () => {
    const applied = { ...base, verdict: 'applied' as const };
    const covered = {
      verdict: 'covered',
      reason: reason('covered-by-ours'),
      before: base.after,
      ruleId: RULE_ID,
    } as const;
    expect(same(covered, applied)).toBe(true);
    expect(same({ ...covered, reason: reason('covered-by-other') }, applied)).toBe(false);
    for (const other of [{ region: THERE }, { days: 8 }, { after: null }]) expect(same(other, applied)).toBe(false);
  });

  test('where it is excluded, whatever the configuration', () => {
    const excluded = { ...base, verdict: 'excluded' as const };
    expect(same({ before: null, after: null, days: null }, excluded)).toBe(true);
    for (const other of [
      { ruleId: RULE_ID },
      { reason: reason('settling') },
      { reason: reason('rule-missing', 'x') },
      { region: THERE },
    ]) {
      expect(same(other, excluded)).toBe(false);
    }
  });
});
