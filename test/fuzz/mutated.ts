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

/** Values that no field expects. */
const ODD = [null, true, 0, -1, 1.5, '', 'x', [], {}, [null], { a: null }, '__proto__', 'constructor'];

/** A JSON text, or several, one a line, in which values were replaced, taken away or doubled; and sometimes what `mutated` makes of it. */
export function mutatedJson(corpus: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat(),
    to: fc.constantFrom(...ODD),
    how: fc.constantFrom('replace', 'remove', 'double'),
  });
  const changed = fc
    .tuple(fc.constantFrom(...corpus), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([text, changes]) => changes.reduce((all, one) => changedAt(all, one), text));
  return fc.oneof({ weight: 3, arbitrary: changed }, { weight: 1, arbitrary: mutated(corpus) });
}

interface Change {
  readonly at: number;
  readonly to: unknown;
  readonly how: string;
}

function changedAt(text: string, change: Change): string {
  const whole = parsedOr(text);
  if (whole !== undefined) return JSON.stringify(changedValue(whole, change));
  const lines = text.split('\n');
  const index = change.at % Math.max(1, lines.length);
  const line = parsedOr(lines[index] ?? '');
  if (line !== undefined) lines[index] = JSON.stringify(changedValue(line, change));
  return lines.join('\n');
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function changedValue(root: unknown, { at, to, how }: Change): unknown {
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      places.push({ holder: value as Record<string, unknown>, key });
      visit((value as Record<string, unknown>)[key]);
    }
  };
  visit(root);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return to;
  const { holder, key } = place;
  if (how === 'replace') holder[key] = to;
  else if (how === 'remove') delete holder[key];
  else holder[`${key}2`] = holder[key];
  return root;
}
