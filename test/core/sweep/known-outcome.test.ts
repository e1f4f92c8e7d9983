import { RULE_ID } from '../../../core/contract/names';
import type { Region } from '../../../core/identifiers';
import type { BucketRecord } from '../../../core/inventory';
import type { Outcome } from '../../../core/outcome';
import type { StoreProblem } from '../../../core/ports';
import { type ReasonCode, reason } from '../../../core/reasons';
import { withEventsOf } from '../../../core/sweep/forwarder-gaps';
import { couldNotTakeOut, isStillSo } from '../../../core/sweep/known-outcome';
import { bucketProblem } from '../../../core/sweep/survey-problem';
import type { Candidate, SelectedVisit, SurveyRules } from '../../../core/sweep/visit';
import { changeOf, iso, milliseconds, outcomeOf, placeOf } from '../../contracts/outcomes';
import { region } from '../../fakes/identifiers';

const WEEK_S = 7 * 24 * 3600;
const PLACE = placeOf('orders');
const HERE = PLACE.region;
const THERE = region('us-east-1');
const at = (seconds: number) => ({ clock: { now: () => milliseconds(seconds) } });
const because = (code: ReasonCode, changes: Partial<Outcome> = {}): Outcome =>
  outcomeOf(PLACE, { reason: reason(code), ...changes });

describe('what the writer said of a configuration', () => {
  const rules = { onForeignConfiguration: 'report', onManagedConfiguration: 'skip' } as SurveyRules;
  const still = (known: Outcome, changes: object = {}, seconds = 1, digest = 'none') =>
    isStillSo({ rules, days: 7, mode: 'apply', ...at(seconds), ...changes } as SelectedVisit, known, digest);

  test.each<[string, Outcome]>([
    ['was denied', because('access-denied', { verdict: 'denied' })],
    ['was refused by S3', because('refused-by-s3', { verdict: 'refused' })],
    ['could keep no image of it', because('image-not-kept', { verdict: 'refused' })],
  ])('is said again only after a week where it %s', (_, known) => {
    expect([still(known), still(known, {}, WEEK_S - 0.001), still(known, {}, WEEK_S)]).toEqual([true, true, false]);
  });

  test('is as the settings are by now', () => {
    const foreign = because('foreign-configuration', { verdict: 'reported' });
    const managed = because('managed-configuration', { verdict: 'excluded' });
    expect([still(foreign), still(managed)]).toEqual([true, true]);
    expect([still(foreign, {}, WEEK_S), still(managed, {}, WEEK_S)]).toEqual([true, true]);
    const turned = { rules: { onForeignConfiguration: 'skip', onManagedConfiguration: 'report' } };
    expect([still(foreign, turned), still(managed, turned)]).toEqual([false, false]);
    const merged = { rules: { onForeignConfiguration: 'merge', onManagedConfiguration: 'merge' } };
    expect([still(foreign, merged), still(managed, merged)]).toEqual([false, false]);
  });

  test('holds in an audit where it would write, and nowhere else', () => {
    const would = because('would-apply', { verdict: 'would-apply' });
    expect([still(would, { mode: 'audit' }), still(would), still(because('settling'), { mode: 'audit' })]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('says nothing of another configuration, of other days, and of what was not read', () => {
    const denied = because('access-denied', { verdict: 'denied' });
    expect([still(denied, {}, 1, 'other'), still(denied, { days: 8 }), still({ ...denied, before: null })]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

test('the writer could not take our rule out where it was kept from it less than a week ago', () => {
  const denied = because('access-denied', { verdict: 'denied', ruleId: RULE_ID });
  const could = (known: Outcome, seconds = 1) => couldNotTakeOut(known, at(seconds).clock);
  expect([could(denied), could(denied, WEEK_S - 0.001), could(denied, WEEK_S)]).toEqual([true, true, false]);
  expect(could({ ...denied, ruleId: null })).toBe(false);
  expect(could({ ...denied, before: null })).toBe(false);
  const roleless = because('role-not-assumable', { verdict: 'failed', ruleId: RULE_ID, before: null });
  expect([could(roleless), could(roleless, WEEK_S)]).toEqual([true, false]);
  expect(could(because('settling', { ruleId: RULE_ID }))).toBe(false);
  for (const code of ['refused-by-s3', 'image-not-kept'] as const) {
    expect(could(because(code, { verdict: 'refused', ruleId: RULE_ID }))).toBe(true);
  }
});

const record = (changes: Partial<BucketRecord> = {}): BucketRecord => ({
  ...{ outcome: null, change: null, removals: [], hold: null, since: iso(0) },
  ...changes,
});
const listed = (createdAt: number | null, where: typeof HERE | null = HERE) =>
  ({ bucket: PLACE.bucket, region: where, regionText: where ?? 'the moon', createdAt }) as Candidate['listed'];
const candidate = (changes: Partial<Candidate> = {}): Candidate => ({
  ...{ bucket: PLACE.bucket, listed: null, record: undefined },
  ...changes,
});

describe('a bucket whose event should have come', () => {
  const NOW = 100_000;
  const SETTLE = 300;
  const visit = { ...at(NOW), run: { startedAt: iso(90_000) } } as SelectedVisit;
  const EMPTY: { gaps: Record<string, string>; heard: readonly Region[] } = { gaps: {}, heard: [] };
  const events = (
    changes: Partial<Candidate>,
    { before = EMPTY, visitedAt = iso(10_000) as string | null, forwarded = [HERE] } = {},
  ) => withEventsOf(before, candidate(changes), visitedAt, forwarded, visit, SETTLE);
  const GAP = { gaps: { [HERE]: PLACE.bucket }, heard: [] };
  const made = (seconds: number) => ({ listed: listed(milliseconds(seconds)) });

  test('is a gap where it was made since the last visit, long enough ago', () => {
    expect(events(made(50_000))).toEqual(GAP);
    expect(events(made(10_000))).toEqual(EMPTY);
    expect(events(made(10_001))).toEqual(GAP);
    const youngest = NOW - 15 * 60 - SETTLE;
    expect([events(made(youngest)), events(made(youngest + 0.001))]).toEqual([GAP, EMPTY]);
    expect(events({ listed: listed(null) })).toEqual(EMPTY);
  });

  test('is none before the first visit, in a Region that is not forwarded, or in none', () => {
    expect(events(made(50_000), { visitedAt: null })).toEqual(EMPTY);
    expect(events(made(50_000), { forwarded: [THERE] })).toEqual(EMPTY);
    expect(events({ listed: listed(milliseconds(50_000), null) })).toEqual(EMPTY);
    expect(events({})).toEqual(EMPTY);
  });

  test('is none where it was known before, and is not made anew', () => {
    const known = (changes: Partial<BucketRecord>) => events({ ...made(50_000), record: record(changes) });
    expect(known({})).toEqual(EMPTY);
    expect(known({ since: iso(89_999) })).toEqual(EMPTY);
    expect(known({ since: iso(90_000) })).toEqual(GAP);
    expect(known({ outcome: outcomeOf(PLACE, { verdict: 'gone' }) })).toEqual(GAP);
    expect(known({ outcome: outcomeOf(PLACE) })).toEqual(EMPTY);
  });

  test('is named once a Region, the first one', () => {
    const before = { gaps: { [HERE]: 'first' }, heard: [THERE] };
    expect(events(made(50_000), { before })).toEqual(before);
    expect(events(made(50_000), { before: { gaps: { [THERE]: 'first' }, heard: [] } })).toEqual({
      gaps: { [THERE]: 'first', [HERE]: PLACE.bucket },
      heard: [],
    });
  });

  test('shows that its Region is heard where one came since the last visit', () => {
    const told = (seconds: number) => ({ record: record({ change: changeOf(iso(seconds)) }), ...made(50_000) });
    const HEARD = { gaps: {}, heard: [HERE] };
    expect(events(told(10_001))).toEqual(HEARD);
    expect(events(told(10_001), { before: { gaps: {}, heard: [HERE] } })).toEqual(HEARD);
    expect(events(told(10_000))).toEqual(EMPTY);
    const unlisted = { record: record({ change: changeOf(iso(20_000)), outcome: outcomeOf(PLACE) }) };
    expect(events(unlisted)).toEqual(HEARD);
  });
});

describe('a bucket that S3 does not show to a survey', () => {
  const NOW = 100_000;
  const visit = { ...at(NOW), run: { startedAt: iso(90_000) } } as SelectedVisit;
  const comesTo = (problem: StoreProblem, changes: Partial<Candidate> = {}, name = 'orders') => {
    const { verdict, reason: why } = bucketProblem(
      problem,
      candidate({ bucket: placeOf(name).bucket, ...changes }),
      visit,
    );
    return `${verdict} ${why.text}`;
  };
  const said = (verdict: string, code: ReasonCode, detail?: string) => `${verdict} ${reason(code, detail).text}`;
  const DENIED = { kind: 'denied', message: 'no' } as const;
  const GONE = { kind: 'no-such-bucket' } as const;
  const old = { record: record({ since: iso(0) }) };

  test('is gone where no listing names it, and S3 does not know it, or it is another account’s by now', () => {
    expect(comesTo(GONE)).toBe(said('gone', 'bucket-missing'));
    expect(comesTo(DENIED, old)).toBe(said('gone', 'bucket-missing'));
    expect(comesTo(DENIED, { record: record({ since: iso(90_000) }) })).toBe(said('denied', 'access-denied', 'no'));
    expect(comesTo(DENIED)).toBe(said('denied', 'access-denied', 'no'));
    expect(comesTo({ ...DENIED, policyKind: 'SCP' }, old)).toBe(said('denied', 'access-denied', 'by a SCP: no'));
    expect(comesTo(DENIED, old, 'hot--euc1-az1--x-s3')).toBe(said('denied', 'access-denied', 'no'));
    expect(comesTo(DENIED, { ...old, listed: listed(0) })).toBe(said('denied', 'access-denied', 'no'));
  });

  test('may still come where it is young', () => {
    expect(comesTo(GONE, { listed: listed(milliseconds(NOW - 15 * 60 + 0.001)) })).toBe(
      said('failed', 'bucket-not-there-yet'),
    );
    expect(comesTo(GONE, { listed: listed(milliseconds(NOW - 15 * 60)) })).toBe(said('gone', 'bucket-gone'));
    expect(comesTo(GONE, { listed: listed(null) })).toBe(said('gone', 'bucket-gone'));
    expect(comesTo(GONE, { listed: listed(0, null) })).toBe(said('gone', 'bucket-gone'));
  });

  test('is in a Region that cannot be used', () => {
    expect(comesTo({ kind: 'wrong-region' }, { listed: listed(0) })).toBe(said('failed', 'region-unusable'));
    expect(comesTo({ kind: 'wrong-region', region: THERE })).toBe(said('failed', 'region-unusable', THERE));
    expect(comesTo({ kind: 'wrong-region', region: THERE }, { listed: listed(0, null) })).toBe(
      said('failed', 'region-unusable', '"the moon"'),
    );
    expect(comesTo(DENIED, { listed: listed(0, null) })).toBe(said('failed', 'region-unusable', '"the moon"'));
  });
});
