import { parseReportMessage } from '../../core/report-message';
import { parseSettleMessage, parseTakeOutMessage } from '../../core/settle';
import { settling } from '../../core/settling';
import { PLACE } from './reconcile-world';

const TIME = '2026-01-02T03:04:05.000Z';
const SETTLE = { version: 1, ...PLACE, digest: 'd', sightedAt: TIME, firstSightedAt: TIME };
const WROTE = { before: { rules: 0, digest: 'b' }, digest: 'a', tries: 0 };
const TAKE_OUT = { version: 1, task: 'undo', ...PLACE, by: 'ada', requestedAt: TIME };
const REPORT = { version: 1, kind: 'report', run: 'r' };

/** Values that no member of a message may have, whatever it is called. */
const NEVER = [undefined, null, 7, true, [], {}, '', 'x'.repeat(300)];

describe('a message of ours in the settle queue', () => {
  test.each<[string, object]>([
    ['the least', SETTLE],
    ['its run, its suspect and its write', { ...SETTLE, run: 'r', suspect: 's', wrote: WROTE }],
    ['members as long as they may be', { ...SETTLE, digest: 'd'.repeat(200), run: 'r'.repeat(256) }],
    ['counts', { ...SETTLE, wrote: { ...WROTE, before: { rules: 1000, digest: 'b' }, tries: 7 } }],
  ])('is read with %s', (_, message) => {
    expect(parseSettleMessage(message)).toStrictEqual(message);
    expect(parseSettleMessage({ ...message, other: 'x' })).toStrictEqual(message);
  });

  test('is none where a member is missing or impossible', () => {
    for (const name of Object.keys(SETTLE)) {
      for (const value of NEVER) expect(parseSettleMessage({ ...SETTLE, [name]: value })).toBeUndefined();
    }
    const long = 'Thu Jan 01 2026 00:00:00 GMT+0000 (aaaa)';
    expect(parseSettleMessage({ ...SETTLE, sightedAt: long })).toStrictEqual({ ...SETTLE, sightedAt: long });
    for (const time of ['soon', long.replace('aaaa', 'aaaaa')]) {
      expect(parseSettleMessage({ ...SETTLE, sightedAt: time })).toBeUndefined();
      expect(parseSettleMessage({ ...SETTLE, firstSightedAt: time })).toBeUndefined();
    }
    expect(parseSettleMessage({ ...SETTLE, version: 2 })).toBeUndefined();
    expect(parseSettleMessage({ ...SETTLE, digest: 'd'.repeat(201) })).toBeUndefined();
    for (const other of [null, 'x', 7, [SETTLE], undefined]) expect(parseSettleMessage(other)).toBeUndefined();
  });

  test('is read without a run or a suspect that is none', () => {
    for (const value of NEVER) {
      expect(parseSettleMessage({ ...SETTLE, run: value, suspect: value })).toStrictEqual(SETTLE);
    }
    expect(parseSettleMessage({ ...SETTLE, run: 'r'.repeat(257) })).toStrictEqual(SETTLE);
  });

  test('is none where its write is none', () => {
    const broken = [
      ...NEVER.filter((value) => value !== undefined),
      ...['digest', 'tries', 'before'].flatMap((name) =>
        NEVER.filter((value) => value !== 7).map((value) => ({ ...WROTE, [name]: value })),
      ),
      { ...WROTE, before: { rules: 0, digest: '' } },
      { ...WROTE, before: { rules: -1, digest: 'b' } },
      { ...WROTE, before: { rules: '0', digest: 'b' } },
      { ...WROTE, tries: 0.5 },
      { ...WROTE, tries: -1 },
      { ...WROTE, tries: '0' },
      { ...WROTE, tries: 2 ** 53 },
      { ...WROTE, digest: 'd'.repeat(201) },
    ];
    for (const wrote of broken) expect(parseSettleMessage({ ...SETTLE, wrote })).toBeUndefined();
  });
});

describe('a message that takes our rule out', () => {
  test('is read', () => {
    expect(parseTakeOutMessage(TAKE_OUT)).toStrictEqual(TAKE_OUT);
    const exclusion = { ...TAKE_OUT, task: 'exclusion', run: 'r', by: 'b'.repeat(256) };
    expect(parseTakeOutMessage({ ...exclusion, other: 'x' })).toStrictEqual(exclusion);
    for (const run of NEVER) expect(parseTakeOutMessage({ ...TAKE_OUT, run })).toStrictEqual(TAKE_OUT);
  });

  test('is none where a member is missing or impossible', () => {
    for (const name of Object.keys(TAKE_OUT)) {
      for (const value of NEVER) expect(parseTakeOutMessage({ ...TAKE_OUT, [name]: value })).toBeUndefined();
    }
    expect(parseTakeOutMessage({ ...TAKE_OUT, task: 'redo' })).toBeUndefined();
    expect(parseTakeOutMessage({ ...TAKE_OUT, version: 2 })).toBeUndefined();
    expect(parseTakeOutMessage({ ...TAKE_OUT, requestedAt: 'soon' })).toBeUndefined();
    for (const other of [null, 'x', [TAKE_OUT], undefined]) expect(parseTakeOutMessage(other)).toBeUndefined();
  });
});

test('a message that asks for the report is read, and none that only looks like it', () => {
  expect(parseReportMessage({ ...REPORT, other: 'x' })).toStrictEqual(REPORT);
  expect(parseReportMessage({ ...REPORT, run: 'r'.repeat(256) })).toStrictEqual({ ...REPORT, run: 'r'.repeat(256) });
  for (const name of Object.keys(REPORT)) {
    for (const value of NEVER) expect(parseReportMessage({ ...REPORT, [name]: value })).toBeUndefined();
  }
  expect(parseReportMessage({ ...REPORT, run: 'r'.repeat(257) })).toBeUndefined();
  for (const other of [null, 'x', [REPORT], undefined]) expect(parseReportMessage(other)).toBeUndefined();
});

describe('a bucket', () => {
  const DAY = 24 * 3600 * 1000;
  const seen = { since: 1_000_000, first: 500_000 };

  test('has settled when it was the same for the settling time', () => {
    expect(settling(seen, true, seen.since + 60_000, 60)).toStrictEqual({ kind: 'settled' });
    expect(settling(seen, true, seen.since + 59_999, 60)).toStrictEqual({ kind: 'waiting', ...seen, delaySeconds: 1 });
    expect(settling(undefined, true, 0, 0)).toStrictEqual({ kind: 'settled' });
  });

  test('begins to settle anew with each change, from its first sight on for a day', () => {
    const now = seen.first + DAY - 1;
    expect(settling(seen, false, now, 60)).toStrictEqual({
      kind: 'waiting',
      ...{ since: now, first: seen.first, delaySeconds: 60 },
    });
    expect(settling(seen, false, now + 1, 60)).toStrictEqual({ kind: 'never' });
    expect(settling(seen, true, now + 1, 60)).toStrictEqual({ kind: 'settled' });
  });

  test('that was never seen before is seen for the first time', () => {
    const first = { kind: 'waiting', since: 7, first: 7, delaySeconds: 1 };
    expect(settling(undefined, false, 7, 0.5)).toStrictEqual(first);
    expect(settling(undefined, true, 7, 0.5)).toStrictEqual(first);
  });
});
