import type { Paint } from '../paint';

/** A verdict in its colour: what is fine, what needs a person, and what is neither. */
export function paintVerdict(paint: Paint, verdict: string): string {
  if (verdict === 'covered') return paint.good(verdict);
  if (verdict === 'excluded' || verdict === 'gone') return paint.quiet(verdict);
  return verdict === 'would-apply' ? paint.strong(verdict) : paint.bad(verdict);
}
