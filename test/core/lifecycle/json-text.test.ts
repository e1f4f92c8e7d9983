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
  ['{"a": 1,\n  "a": 2}', 2, 3, 'the key "a" stands twice in one object'],
  ['{"a": 1 "b": 2}', 1, 9, 'expected "," or "}", found "\\""'],
  ['{"a" 1}', 1, 6, 'expected ":", found "1"'],
  ['{a: 1}', 1, 2, 'expected a key in double quotes, found "a"'],
  ['{"a": 1,}', 1, 9, 'expected a key in double quotes, found "}"'],
  ['[1,\r\n2', 2, 2, 'expected "," or "]", found the end'],
  ['[1 2]', 1, 4, 'expected "," or "]", found "2"'],
  ['[1,]', 1, 4, 'expected a value, found "]"'],
  ['  ', 1, 3, 'expected a value, found the end'],
  ['\n 1 x', 2, 4, 'expected the end, found "x"'],
  ['["a]', 1, 2, 'a string is not closed, or has a character that must be escaped'],
  ['["a\tb"]', 1, 2, 'a string is not closed, or has a character that must be escaped'],
  ['["a\\"]', 1, 2, 'a string is not closed, or has a character that must be escaped'],
  ['{"a": 12345678901234567890}', 1, 7, 'the number 12345678901234567890 is too large to be carried exactly'],
  ['[-9007199254740992]', 1, 2, 'the number -9007199254740992 is too large to be carried exactly'],
  ['1e400', 1, 1, 'the number 1e400 is too large to be carried exactly'],
  ['[1.2.3]', 1, 2, 'expected a value, found "1"'],
  ['[- 1]', 1, 2, 'expected a value, found "-"'],
])('refuses %j and says where and why', (text, line, column, detail) => {
  expect(parseJson(text)).toEqual({ ok: false, place: { line, column }, detail });
});

test.each([
  [' {} ', {}],
  ['\t[ ]\r\n', []],
  ['{ "a" : [ true , false , null ] , "b" : "\\"\\\\" }', { a: [true, false, null], b: '"\\' }],
  ['[-0.5E+2, 1e-2, 9007199254740991, 1.5e3, 0.1]', [-50, 0.01, 9007199254740991, 1500, 0.1]],
])('reads %j', (text, value) => {
  expect(parseJson(text)).toEqual({ ok: true, value });
});

test('refuses what is nested too deeply, where it gave up', () => {
  const parsed = parseJson('['.repeat(100_000));
  expect(parsed).toEqual({ ok: false, detail: 'it is nested too deeply', place: expect.objectContaining({ line: 1 }) });
});

test('takes a key named __proto__ for a key', () => {
  const parsed = parseJson('{"__proto__": {"polluted": true}}');
  expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['__proto__']);
});
