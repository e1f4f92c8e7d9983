/** Longest text of somebody else in a line. */
const LONGEST = 300;

/** Words of AWS or of somebody else on one line, not too long. */
export function visibleDetail(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
