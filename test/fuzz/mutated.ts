import fc from 'fast-check';

/** What parsers stumble over. */
const PIECES = [
  '',
  '<',
  '>',
  '&',
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  '\\',
  '\u0000',
  '\ud800',
  '\u202e',
  '&#0;',
  '<!--',
  '<![CDATA[',
  '__proto__',
  '1e999',
  '-0',
  'null',
];

/** A text of the corpus that was cut, doubled, and had pieces of others put into it. */
export function mutated(corpus: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(20),
    piece: fc.oneof(
      fc.constantFrom(...PIECES),
      fc.constantFrom(...corpus),
      fc.string({ maxLength: 8, unit: 'binary' }),
    ),
  });
  return fc.tuple(fc.constantFrom(...corpus), fc.array(change, { maxLength: 4 })).map(([text, changes]) =>
    changes.reduce((all, { at, length, piece }) => {
      const from = Math.floor(at * all.length);
      return all.slice(0, from) + piece + all.slice(from + length);
    }, text),
  );
}
