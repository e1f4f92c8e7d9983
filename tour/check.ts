/** One thing that had to come about, or must not have. */
export interface Check {
  readonly title: string;
  readonly ok: boolean;
  /** What was seen, in one sentence. */
  readonly seen: string;
}

/** A check that holds when there are no `problems` (one sentence each); what was seen then is `seen`. */
export function checked(title: string, problems: readonly string[], seen: string): Check {
  return problems.length === 0 ? { title, ok: true, seen } : { title, ok: false, seen: problems.join('; ') };
}
