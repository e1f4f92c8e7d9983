import { type ForeignMark, type ForeignWrite, markOf } from '../../core/foreign-write';
import { type Meaning, meaningOf, meaningOfRules } from '../../core/lifecycle/meaning';
import { changedSince, isExcused, lossOf, type WriteWindow } from '../../core/lost-update';
import { digest } from '../../core/plan';
import { refusalToRepair } from '../../core/repair';
import { LEASE_MS, type LostUpdate, rankOfLost, type WriteRecord, windowOf, windowsOf } from '../../core/write-log';
import { textDigest } from '../../core/written-state';
import { configuration, rule } from './reconcile-world';

const T = Date.UTC(2026, 0, 1);
const at = (seconds: number): number => T + Math.round(seconds * 1000);
const meant = (id: string): Meaning => meaningOfRules([{ ID: id }], {});
const OURS = meant('what our read showed');

/** We read within seconds 100.2 to 101.4, and wrote within 110.2 to 111.4. */
const WINDOW: WriteWindow = {
  ...{ id: 'w', readFrom: at(100.2), readTo: at(101.4), wroteFrom: at(110.2), wroteTo: at(111.4) },
  ...{ made: true, meaning: OURS, staleMs: 30_000 },
};
const mark = (seconds: number, meaning: Meaning | null = meant('theirs'), eventId = `e${seconds}`): ForeignMark => ({
  ...{ at: at(seconds), eventId, meaning },
});
const none = { kind: 'none' };
const certain = { kind: 'certain' };
const possible = (why: string, unlessReplaced = false) => ({ kind: 'possible', why, unlessReplaced });
const OLDER = possible('it is older than our read, which did not show it');
const OF_READ = possible('it is of the second of our read');
const OF_WRITE = possible('it is of the second of our write');
const AFTER = possible('it was completed after our write, and S3 shows ours', true);

describe('a foreign write, by the second in which it was completed,', () => {
  test.each([
    [70, none],
    [71, OLDER],
    [99, OLDER],
    [100, OF_READ],
    [101, OF_READ],
    [102, certain],
    [109, certain],
    [110, OF_WRITE],
    [111, OF_WRITE],
    [112, AFTER],
    [121, AFTER],
    [122, none],
  ])('%i: %j', (seconds, loss) => {
    expect(lossOf(WINDOW, mark(seconds), [mark(seconds)])).toEqual(loss);
  });

  test('is held against our read by its second, and before that for as long as the read may have been stale', () => {
    expect(lossOf({ ...WINDOW, staleMs: 0 }, mark(100), [])).toEqual(OF_READ);
    expect(lossOf({ ...WINDOW, staleMs: 0 }, mark(99), [])).toEqual(none);
    const whole = { ...WINDOW, readFrom: at(100) };
    expect(lossOf(whole, mark(70), [])).toEqual(OLDER);
    expect(lossOf(whole, mark(69), [])).toEqual(none);
  });

  test('is no loss where it says what we wrote, ours apart', () => {
    expect(lossOf(WINDOW, mark(105, OURS), [])).toEqual(none);
  });

  test('of which the event does not tell what was written is one for a person, unless our read may have shown it', () => {
    expect(lossOf(WINDOW, mark(105, null), [])).toEqual(possible('the event does not tell what was written'));
    expect(lossOf(WINDOW, mark(99, null), [])).toEqual(none);
    expect(lossOf(WINDOW, mark(100, null), [])).toEqual(OF_READ);
  });

  test('is one for a person where it is not known whether our write was made', () => {
    const unsure = { ...WINDOW, made: false };
    expect(lossOf(unsure, mark(105), [])).toEqual(possible('it is not known whether our write was made'));
    expect(lossOf(unsure, mark(105, null), [])).toEqual(possible('it is not known whether our write was made'));
  });

  test('is no loss where somebody else replaced it before we wrote', () => {
    expect(lossOf(WINDOW, mark(105), [mark(106)])).toEqual(none);
    expect(lossOf(WINDOW, mark(105), [mark(109)])).toEqual(none);
    expect(lossOf(WINDOW, mark(105), [mark(104), mark(110)])).toEqual(certain);
    expect(lossOf(WINDOW, mark(99), [mark(100)])).toEqual(none);
  });

  test('is one for a person beside another of the same second that said something else', () => {
    const other = possible('there is another one of the same second');
    expect(lossOf(WINDOW, mark(105), [mark(105, meant('others'), 'x')])).toEqual(other);
    expect(lossOf(WINDOW, mark(105), [mark(105, null, 'x')])).toEqual(other);
    expect(lossOf(WINDOW, mark(105, null), [mark(105, meant('theirs'), 'x')])).toEqual(other);
    expect(lossOf(WINDOW, mark(105), [mark(105, meant('theirs'), 'x')])).toEqual(certain);
    expect(lossOf(WINDOW, mark(105), [mark(105, meant('others'))])).toEqual(certain);
    expect(lossOf(WINDOW, mark(105), [mark(104, meant('others'), 'x')])).toEqual(certain);
  });
});

const THEIRS = configuration(rule('theirs', '<Expiration><Days>1</Days></Expiration>'));
const SHOWN = configuration(rule('shown', '<Expiration><Days>2</Days></Expiration>'));
const OTHERS = configuration(rule('others', '<Expiration><Days>3</Days></Expiration>'));
const meaningIn = (one: typeof THEIRS): Meaning => meaningOf(one) ?? meant('nothing');
const foreign = (seconds: number, more: Partial<ForeignWrite> = {}): ForeignWrite => ({
  ...{ at: at(seconds), eventId: `e${seconds}`, eventName: 'PutBucketLifecycle', by: 'ada', size: 'x' },
  configuration: { kind: 'exact', meaning: meaningIn(THEIRS), transitions: false, xml: THEIRS.xml },
  ...more,
});

describe('what the bucket shows excuses us', () => {
  const window = { ...WINDOW, meaning: meaningIn(SHOWN) };
  const excused = (loss: object, existing: typeof THEIRS | undefined, write = foreign(112)) =>
    isExcused(loss as never, write, window, existing);

  test('where it is what they wrote, however the order is', () => {
    for (const loss of [certain, OF_READ, AFTER]) expect(excused(loss, THEIRS)).toBe(true);
    expect(excused(certain, undefined, foreign(112, { configuration: { kind: 'none' } }))).toBe(true);
  });

  test('where it is neither theirs nor ours, if theirs came behind ours', () => {
    expect(excused(AFTER, OTHERS)).toBe(true);
    expect(excused(AFTER, undefined)).toBe(true);
    expect(excused(AFTER, { xml: 'no' })).toBe(true);
    expect(excused(AFTER, SHOWN)).toBe(false);
    expect(excused(OF_READ, OTHERS)).toBe(false);
    expect(excused(certain, OTHERS)).toBe(false);
  });

  test('never by what nobody knows', () => {
    const untold = foreign(112, { configuration: { kind: 'untold', why: 'x' } });
    expect(excused(certain, THEIRS, untold)).toBe(false);
    expect(excused(certain, { xml: 'no' })).toBe(false);
  });
});

test('a foreign write is changed by a later one, and by another of its second that says something else', () => {
  const write = foreign(105);
  const theirs = markOf(write);
  const other = { ...theirs, eventId: 'x', meaning: meant('others') };
  expect(changedSince(write, [])).toBe(false);
  expect(changedSince(write, [theirs])).toBe(false);
  expect(changedSince(write, [{ ...theirs, at: at(106) }])).toBe(true);
  expect(changedSince(write, [{ ...other, at: at(104) }])).toBe(false);
  expect(changedSince(write, [other])).toBe(true);
  expect(changedSince(write, [{ ...other, meaning: null }])).toBe(true);
  expect(changedSince(write, [{ ...other, meaning: theirs.meaning }])).toBe(false);
  expect(changedSince(write, [{ ...other, eventId: theirs.eventId }])).toBe(false);
  expect(changedSince(write, [{ ...other, at: at(105.9) }])).toBe(true);
});

describe('a lost update is put back', () => {
  const wrote = configuration(rule('theirs before', '<Expiration><Days>2</Days></Expiration>'));
  const lost: LostUpdate = {
    ...{ window: WINDOW, planned: textDigest(wrote), purpose: 'rule', foreign: foreign(105), source: 'event' },
    ...{ counted: true, toldAt: null, repair: null, end: null },
  };
  const record = { id: 'w' } as WriteRecord;
  const state = { now: at(200), marks: [], last: record, existing: wrote, held: false };
  const refused = (
    changes: Partial<LostUpdate> = {},
    now: Partial<typeof state> | { last: undefined } = {},
    { loss = certain, repairLostUpdates = true, mode = 'apply' as 'apply' | 'audit' } = {},
  ) => refusalToRepair({ ...lost, ...changes }, loss as never, { ...state, ...now }, { repairLostUpdates }, mode);

  test('where the order is beyond doubt and nothing speaks against it', () => {
    expect(refused()).toBeUndefined();
    expect(refused({ repair: { digest: digest(wrote), since: 0 } })).toBeUndefined();
    expect(refused({}, { last: undefined })).toBeUndefined();
    expect(refused({}, { now: WINDOW.wroteTo + 24 * 3600 * 1000 })).toBeUndefined();
    expect(refused({ foreign: foreign(105, { configuration: { kind: 'none' }, size: null }) })).toBeUndefined();
    expect(refused({ foreign: foreign(105, { size: null }) })).toBeUndefined();
  });

  const exact = foreign(105).configuration;
  const transitions = { ...exact, transitions: true } as typeof exact;
  const inexact = { kind: 'inexact', meaning: meant('x'), text: '{}', why: 'a' } as const;
  test.each<[string, string | undefined]>([
    ['the order is in doubt: y', refused({}, {}, { loss: possible('y') })],
    ['the order is in doubt: nothing is lost', refused({}, {}, { loss: none })],
    ['the settings say so (repairLostUpdates)', refused({}, {}, { repairLostUpdates: false })],
    ['the account is only audited', refused({}, {}, { mode: 'audit' })],
    ['the bucket is on hold', refused({}, { held: true })],
    ['somebody changed the configuration again since', refused({}, { marks: [mark(120)] as never })],
    ['we wrote the bucket again since', refused({}, { last: { ...record, id: 'x' } })],
    ['the bucket holds something else than what we wrote', refused({}, { existing: OTHERS })],
    ['the bucket holds something else than what we wrote', refused({ repair: { digest: 'x', since: 0 } })],
    ['it is more than a day old', refused({}, { now: WINDOW.wroteTo + 24 * 3600 * 1000 + 1 })],
    ['b', refused({ foreign: foreign(105, { configuration: { kind: 'untold', why: 'b' } }) })],
    ['the event does not tell it to the letter: a', refused({ foreign: foreign(105, { configuration: inexact }) })],
    [
      'it has transitions, and the event does not tell x-amz-transition-default-minimum-object-size',
      refused({ foreign: foreign(105, { configuration: transitions, size: null }) }),
    ],
    ['undefined', String(refused({ foreign: foreign(105, { configuration: transitions }) }))],
  ])('not because %s', (why, refusal) => {
    expect(refusal).toBe(why);
  });

  test('what an event tells counts before what was read, the later one first', () => {
    expect(rankOfLost(lost)).toBe(at(105));
    expect(rankOfLost({ ...lost, source: 'read-back' })).toBe(0);
  });
});

describe('a write of ours, in time,', () => {
  const basis = { readFrom: at(1), readTo: at(2), staleMs: 5, meaning: OURS };
  const record: WriteRecord = {
    ...{ purpose: 'rule', before: undefined, planned: 'p', days: 7, readAt: at(1), basis, id: 'w' },
    ...{ state: 'written', leaseUntil: at(100), removed: false, call: { from: at(3), to: at(4), taken: true } },
  };
  const window = { id: 'w', ...basis, wroteFrom: at(3), wroteTo: at(4), made: true };
  const { call: _, ...uncalled } = record;

  test('is that of its call', () => {
    expect(windowOf(record)).toEqual(window);
    const untaken = { ...record, call: { from: at(3), to: at(4), taken: false } };
    expect(windowOf(untaken)).toEqual(window);
    expect(windowOf({ ...untaken, state: 'unknown' })).toEqual({ ...window, made: false });
    expect(windowOf({ ...record, state: 'unknown' })).toEqual(window);
  });

  test('is that of its lease where the call is not known', () => {
    const until = { ...window, wroteTo: at(100) };
    expect(windowOf({ ...uncalled, state: 'pending' })).toEqual({
      ...until,
      wroteFrom: at(100) - LEASE_MS,
      made: false,
    });
    expect(windowOf({ ...uncalled, state: 'unknown' })).toEqual({ ...until, wroteFrom: at(2), made: false });
    expect(windowOf(uncalled)).toEqual({ ...until, wroteFrom: at(2), made: true });
  });

  test('is none where it was not made, or too little is known', () => {
    const { basis: __, ...unknown } = record;
    expect(windowOf({ ...record, state: 'not-written' })).toBeUndefined();
    expect(windowOf(unknown)).toBeUndefined();
  });

  test('is remembered with the seven before it, for a day', () => {
    const earlier = Array.from({ length: 9 }, (_, index) => ({ ...window, id: `e${index}` }));
    expect(windowsOf(undefined, at(5))).toEqual([]);
    expect(windowsOf(record, at(5))).toEqual([window]);
    expect(windowsOf({ ...record, earlier }, at(5)).map(({ id }) => id)).toEqual(
      ['w', ...earlier.map(({ id }) => id)].slice(0, 8),
    );
    expect(windowsOf({ ...record, earlier, state: 'not-written' }, at(5))).toEqual(earlier.slice(0, 8));
    const day = 24 * 3600 * 1000;
    expect(windowsOf(record, at(4) + day - 1)).toEqual([window]);
    expect(windowsOf(record, at(4) + day)).toEqual([]);
  });
});
