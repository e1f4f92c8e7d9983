import { fields, shown, timeOf } from '../../core/event-fields';
import { foreignText } from '../../core/foreign-text';

test.each<[unknown, number | null]>([
  ['2026-03-04T05:06:07Z', Date.UTC(2026, 2, 4, 5, 6, 7)],
  ['2026-03-04 05:06:07', Date.UTC(2026, 2, 4, 5, 6, 7)],
  ['2026-03-04T05:06:07+01:00', Date.UTC(2026, 2, 4, 4, 6, 7)],
  ['2026-03-04T05:06:07-01:30', Date.UTC(2026, 2, 4, 6, 36, 7)],
  ['2026-03-04T05:06:07.5Z', Date.UTC(2026, 2, 4, 5, 6, 7, 500)],
  ['2026-03-04T05:06:07.123456789Z', Date.UTC(2026, 2, 4, 5, 6, 7, 123)],
  ['2026-03-04T05:06:07.1234567890Z', null],
  ['2026-03-04T05:06:07.Z', null],
  ['x2026-03-04T05:06:07Z', null],
  ['2026-03-04T05:06:07Zx', null],
  ['2026-03-04T05:06:07+0100', null],
  ['2026-03-04x05:06:07Z', null],
  ['2026-3-04T05:06:07Z', null],
  ['2026-03-04T05:06Z', null],
  ['2026-13-04T05:06:07Z', null],
  [Date.UTC(2026, 2, 4), null],
  [['2026-03-04T05:06:07Z'], null],
  [null, null],
])('the time of %j is %j', (value, time) => {
  expect(timeOf(value)).toBe(time);
});

test.each<[unknown, string]>([
  [undefined, 'none'],
  [null, 'none'],
  ['', '""'],
  ['a"\n', '"a\\"\\n"'],
  ['x'.repeat(78), `"${'x'.repeat(78)}"`],
  ['x'.repeat(79), `"${'x'.repeat(78)}…"`],
  [7, 'a value of type number'],
  [['a'], 'a value of type list'],
  [{}, 'a value of type object'],
  [false, 'a value of type boolean'],
])('%j is shown as %s', (value, text) => {
  expect(shown(value)).toBe(text);
});

test('only an object has members', () => {
  expect(fields({ a: 1 })).toEqual({ a: 1 });
  for (const other of [[], null, undefined, 'x', 7]) expect(fields(other)).toBeUndefined();
});

test('foreign text is cut at 256 characters, and what could steer a terminal is replaced', () => {
  expect(foreignText('x'.repeat(256))).toBe('x'.repeat(256));
  expect(foreignText('x'.repeat(257))).toBe(`${'x'.repeat(255)}…`);
  expect(foreignText('a\u0000b\u202ec\u2028d\u2029e\ud800f')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf');
  for (const none of ['', null, undefined, 7, ['x']]) expect(foreignText(none)).toBeNull();
});
