import { LISTING, type Runs } from './run';

/** Stands for no run: its listing part is the turn at reading profiles. */
const TURN = 'profiles';

export type Turn =
  | { readonly kind: 'taken'; readonly step: number }
  /** Somebody else reads profiles, at most until then (milliseconds since 1970). */
  | { readonly kind: 'busy'; readonly until: number };

/**
 * Takes the turn at reading profiles for `seconds`: Organizations allows so few reads a second that two readers would only
 * throttle each other.
 */
export async function takeTurn(runs: Runs, seconds: number): Promise<Turn> {
  await runs.open(TURN, LISTING);
  let step = 0;
  for (;;) {
    const claim = await runs.claim(TURN, LISTING, step, seconds);
    if (claim.kind === 'claimed') return { kind: 'taken', step };
    if (claim.kind === 'busy') return claim;
    if (claim.kind === 'unknown' || claim.progress.step === step)
      throw new Error('the turn at reading profiles is gone');
    step = claim.progress.step;
  }
}

/** False when the turn was over before. */
export async function giveTurn(runs: Runs, step: number): Promise<boolean> {
  return runs.advance(TURN, LISTING, step, { state: 'open', cursor: null, counts: {}, reason: null });
}
