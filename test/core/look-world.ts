import type { AccountTerms } from '../../core/account-terms';
import { BucketLook } from '../../core/bucket-look';
import { reason } from '../../core/reasons';
import type { Sight } from '../../core/sight';
import { FOREIGN, PLACE, reconcileWorld } from './reconcile-world';

const TERMS = { mode: 'apply', units: [], excluded: null, days: 7 } as AccountTerms;
export const WHY = reason('settling');

/** A look at one bucket with foreign rules, of which `sight` is known. */
export function lookWorld(sight: Partial<Sight> = {}) {
  const w = reconcileWorld(FOREIGN);
  const whole: Sight = { place: PLACE, kind: 'general-purpose', knownSince: null, ...sight };
  const look = new BucketLook(w.services, whole, TERMS, w.s3.store());
  return { ...w, look };
}
export const TAKE_OUT = (task: 'undo' | 'exclusion') => ({ task, by: 'ada', requestedAt: '2026-01-01T00:00:00.000Z' });
