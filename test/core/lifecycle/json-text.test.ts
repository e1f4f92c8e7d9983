import fc from 'fast-check';
import { parseJson } from '../../../core/lifecycle/json-text';

test('reads what JSON.parse reads, to the same value', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 2), (text, indent) => {
      const value: unknown = JSON.parse(text);
      const laidOut = JSON.stringify(value, undefined, indent);
      const parsed = parseJson(laidOut);
      // numbers that cannot be carried exactly are refused on purpose
      if (parsed.ok) expect(JSON.stringify(parsed.value)).toBe(JSON.stringify(value));
      else expect(parsed.detail).toMatch(/too large/);
    }),
  );
});

test('fails where JSON.parse fails', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', 'x', ' ', '\\', '0'), (text, at, put) => {
      const broken = text.slice(0, at % text.length) + put + text.slice((at % text.length) + 1);
      let readable = true;
      try {
        JSON.parse(broken);
      } catch {
        readable = false;
      }
      const parsed = parseJson(broken);
      if (parsed.ok || !/too large|twice/.test(parsed.detail)) expect(parsed.ok).toBe(readable);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['{"a": 1,\n  "a": 2}', { line: 2, column: 3 }, /stands twice/],
  ['{"a": 1 "b": 2}', { line: 1, column: 9 }, /expected "," or "}"/],
  ['[1,\r\n2', { line: 2, column: 2 }, /found the end/],
  ['{"a": 12345678901234567890}', { line: 1, column: 7 }, /too large/],
])('refuses %s and says where', (text, place, detail) => {
  expect(parseJson(text)).toEqual({ ok: false, place, detail: expect.stringMatching(detail) });
});

test('takes a key named __proto__ for a key', () => {
  const parsed = parseJson('{"__proto__": {"polluted": true}}');
  expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['__proto__']);
});
