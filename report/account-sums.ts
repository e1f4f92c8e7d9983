import type { Verdict } from '../core/outcome';
import type { AccountSource, MeasuredUploads, ReportAccount, ReportProblem, ReportRow } from './model';
import { addUploads } from './uploads-sum';

interface Sums {
  source: AccountSource | null;
  standing: AccountSource['standing'];
  counts: Partial<Record<Verdict, number>>;
  problems: ReportProblem[];
  uploads: MeasuredUploads | null;
}

/** Sums per account, whether an account comes with its own record, with buckets alone, or with a problem alone. */
export class AccountSums {
  readonly #accounts = new Map<string, Sums>();

  addAccount(source: AccountSource): void {
    this.#sums(source.account).source = source;
  }

  addProblem(problem: ReportProblem): void {
    this.#sums(problem.account).problems.push(problem);
  }

  /** A row without a bucket says how the account stands, where no record of it does. */
  addRow({ account, bucket, verdict, reason, at, uploads }: ReportRow): void {
    const sums = this.#sums(account);
    if (bucket === null) {
      sums.standing = { verdict, reason, at };
      return;
    }
    sums.counts[verdict] = (sums.counts[verdict] ?? 0) + 1;
    if (uploads !== undefined) sums.uploads = addUploads(sums.uploads, uploads);
  }

  /** In the order of their ids. */
  result(): readonly ReportAccount[] {
    return [...this.#accounts]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([account, { source, standing, counts, problems, uploads }]) => ({
        account,
        name: source?.name ?? null,
        standing: source?.standing ?? standing,
        visitedAt: source?.visitedAt ?? null,
        counts,
        problems,
        uploads,
      }));
  }

  #sums(account: string): Sums {
    const known = this.#accounts.get(account);
    if (known !== undefined) return known;
    const sums: Sums = { source: null, standing: null, counts: {}, problems: [], uploads: null };
    this.#accounts.set(account, sums);
    return sums;
  }
}
