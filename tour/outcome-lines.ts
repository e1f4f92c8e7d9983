import type { Outcome } from '../core/outcome';

const KEYS = ['account', 'region', 'bucket', 'verdict', 'reason', 'days', 'ruleId', 'before', 'after', 'calls', 'at'];

/** The outcome that a line of a function's log holds; undefined for any other line. */
export function outcomeOfLine(line: string): Outcome | undefined {
  if (!line.startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const isOutcome = typeof value === 'object' && value !== null && KEYS.every((key) => Object.hasOwn(value, key));
  return isOutcome ? (value as Outcome) : undefined;
}
