/** Longest text from outside that is kept, in UTF-16 code units. */
const LONGEST = 256;

/**
 * Text that somebody else chose, fit to be kept and shown: at most 256 characters, with control and direction marks, line
 * separators and broken characters replaced. Null for anything but text, and for none.
 */
export function foreignText(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const short = value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value;
  return short.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
}
