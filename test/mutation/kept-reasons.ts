import type { Survivor } from './report';

/** Why a mutant may live. Without `from` and `to` it stands for every survivor of its line. */
export interface KeptReason {
  readonly line: string;
  readonly from?: string;
  readonly to?: string;
  readonly reason: string;
}

/** The kept list, by file: where a line has moved the entry still holds; where it has changed it does not. */
export type KeptReasons = Readonly<Record<string, readonly KeptReason[]>>;

/**
 * Holds survivors against the kept list: those that it gives no reason for, and what it says of `files`, the ones that were mutated, that no
 * survivor answers to.
 */
export function compare(survivors: readonly Survivor[], kept: KeptReasons, files: readonly string[]) {
  const entries = files.flatMap((file) => (kept[file] ?? []).map((entry) => ({ file, ...entry })));
  const meets = (entry: KeptReason & { readonly file: string }, survivor: Survivor): boolean =>
    entry.file === survivor.file &&
    entry.line === survivor.line &&
    (entry.from === undefined || entry.from === survivor.from) &&
    (entry.to === undefined || entry.to === survivor.to) &&
    entry.reason !== '';
  return {
    unexplained: survivors.filter((survivor) => !entries.some((entry) => meets(entry, survivor))),
    outlived: entries.filter((entry) => !survivors.some((survivor) => meets(entry, survivor))),
  };
}
