/**
 * `wrong` alone counts as found. `unknown`: it could not be looked at, and the remedy says how a person can. `skipped`: it makes no sense
 * before something else is mended.
 */
export type Standing = 'fine' | 'wrong' | 'unknown' | 'skipped';

/** What looking at one thing came to. The keys are a contract: `doctor --json` prints them. */
export interface Check {
  /** Stable, such as `trusted-access`. */
  readonly id: string;
  readonly title: string;
  readonly standing: Standing;
  /** One sentence. */
  readonly text: string;
  /** The command that mends it, or what to do; null where nothing needs doing. */
  readonly remedy: string | null;
  /** Single accounts, Regions, reasons, line by line. */
  readonly details: readonly string[];
}

/** What was seen, or why it was not. */
export type Look<Value> =
  | { readonly kind: 'seen'; readonly value: Value }
  /** `permission`: the action that is missing; null where that was not it. */
  | { readonly kind: 'unseen'; readonly why: string; readonly permission: string | null }
  | { readonly kind: 'skipped'; readonly why: string };

/** What a check says of what was seen. */
export type Finding = Pick<Check, 'standing' | 'text'> & Partial<Pick<Check, 'remedy' | 'details'>>;

/** The check of what was looked at; `byHand`: how a person can look where the tool could not. */
export function checked<Value>(
  id: string,
  title: string,
  look: Look<Value>,
  judge: (value: Value) => Finding,
  byHand: string | null = null,
): Check {
  return { id, title, remedy: null, details: [], ...findingOf(look, judge, byHand) };
}

function findingOf<Value>(look: Look<Value>, judge: (value: Value) => Finding, byHand: string | null): Finding {
  if (look.kind === 'seen') return judge(look.value);
  if (look.kind === 'skipped') return { standing: 'skipped', text: look.why };
  const { permission, why } = look;
  const text =
    permission === null ? `could not be looked at: ${why}` : `not allowed to look: needs ${permission} (${why})`;
  return { standing: 'unknown', text, remedy: byHand };
}

export function fine(text: string): Finding {
  return { standing: 'fine', text };
}
export function wrong(text: string, remedy: string | null, details: readonly string[] = []): Finding {
  return { standing: 'wrong', text, remedy, details };
}
export function unknown(text: string, remedy: string | null = null): Finding {
  return { standing: 'unknown', text, remedy };
}
