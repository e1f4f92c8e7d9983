/**
 * Every reason that partsweep ever gives, in one place: what the code means in one sentence, and what a person can do
 * about it (`remedy` is empty where nothing needs doing). Codes are a contract: they never change their meaning.
 */
const REASONS = {
  // plan: keep
  'covered-by-ours': { text: 'our rule is in place', remedy: '' },
  'covered-by-other': {
    text: 'another enabled rule for the whole bucket already aborts incomplete uploads in time',
    remedy: '',
  },
  'longer-rule-accepted': {
    text: 'a rule for the whole bucket aborts later than wanted, and the settings accept that',
    remedy: 'set onLongerRule to add to have the shorter one as well',
  },
} as const satisfies Readonly<Record<string, { readonly text: string; readonly remedy: string }>>;

export type ReasonCode = keyof typeof REASONS;

/** Why something was done or not. `text` is one sentence for people, with details where there are any. */
export interface Reason {
  readonly code: ReasonCode;
  readonly text: string;
}

/** The reason for `code`; `detail` (S3's own words, a tag, a pattern) follows the sentence after a colon. */
export function reason(code: ReasonCode, detail?: string): Reason {
  const { text } = REASONS[code];
  return { code, text: detail === undefined ? text : `${text}: ${detail}` };
}

/** What to do about it; empty where nothing needs doing. */
export function remedy(code: ReasonCode): string {
  return REASONS[code].remedy;
}
