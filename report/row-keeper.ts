import type { Verdict } from '../core/outcome';
import type { ReportRow } from './model';
import { BY_URGENCY } from './verdict-groups';

/**
 * Keeps what a page has room for out of a stream of any length. While all fit, all stay. Above that the covered buckets go, all of
 * them; and if that is not enough, the least pressing of the others.
 */
export class RowKeeper {
  readonly #limit: number;
  readonly #byVerdict = new Map<Verdict, ReportRow[]>();
  #kept = 0;
  #taken = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  take(row: ReportRow): void {
    this.#taken += 1;
    const rows = this.#byVerdict.get(row.verdict);
    if (rows === undefined) this.#byVerdict.set(row.verdict, [row]);
    else rows.push(row);
    this.#kept += 1;
    this.#makeRoom();
  }

  /** In the order of the buckets' names, then of the accounts; `leftOut` counts the others. */
  result(): { readonly rows: readonly ReportRow[]; readonly leftOut: number } {
    const rows = [...this.#byVerdict.values()].flat().sort(byName);
    return { rows, leftOut: this.#taken - rows.length };
  }

  #makeRoom(): void {
    if (this.#taken <= this.#limit) return;
    for (const verdict of ['covered', 'applied'] as const) {
      this.#kept -= this.#byVerdict.get(verdict)?.length ?? 0;
      this.#byVerdict.delete(verdict);
    }
    while (this.#kept > this.#limit) {
      const leastPressing = BY_URGENCY.findLast((verdict) => (this.#byVerdict.get(verdict)?.length ?? 0) > 0);
      if (leastPressing === undefined) return;
      this.#byVerdict.get(leastPressing)?.pop();
      this.#kept -= 1;
    }
  }
}

/** Code units: the same order everywhere, and quick. Rows of an account as a whole come first. */
function byName(one: ReportRow, other: ReportRow): number {
  return compare(one.bucket ?? '', other.bucket ?? '') || compare(one.account, other.account);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
