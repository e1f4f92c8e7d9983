import { LONGEST_SETTLING_MS } from './settle';

/** Where a bucket that needs a write is in its settling. Times are milliseconds since 1970. */
export type Settling =
  | { readonly kind: 'settled' }
  /** It has kept changing for as long as it may. */
  | { readonly kind: 'never' }
  /** To be looked at again after `delaySeconds`; unchanged since `since`, first seen at `first`. */
  | { readonly kind: 'waiting'; readonly since: number; readonly first: number; readonly delaySeconds: number };

/** `unchanged`: what is there now is what was `seen`. */
export function settling(
  seen: { readonly since: number; readonly first: number } | undefined,
  unchanged: boolean,
  now: number,
  settleSeconds: number,
): Settling {
  const settleMs = settleSeconds * 1000;
  const since = unchanged && seen !== undefined ? seen.since : now;
  if (now - since >= settleMs) return { kind: 'settled' };
  const first = seen?.first ?? now;
  if (now - first >= LONGEST_SETTLING_MS) return { kind: 'never' };
  return { kind: 'waiting', since, first, delaySeconds: Math.ceil((since + settleMs - now) / 1000) };
}
