import { VERDICTS } from '../core/outcome';
import { formatCount } from './format';
import type { ReportAccount } from './model';
import { groupCounts, groupOf } from './verdict-groups';

/** An account in which somebody must do something, and what. */
export interface AccountInNeed {
  readonly account: string;
  readonly name: string | null;
  /** Each a short sentence: first what keeps us from seeing the account whole, then its buckets. */
  readonly why: readonly string[];
  /** Buckets that need a person. */
  readonly buckets: number;
}

/** Accounts that need a person: first those that cannot be seen whole, then those with the most buckets in need. */
export function accountsInNeed(accounts: readonly ReportAccount[]): readonly AccountInNeed[] {
  const found = accounts.flatMap((account) => {
    const unseen = unseenBecause(account);
    const buckets = groupCounts(account.counts).person;
    if (unseen.length === 0 && buckets === 0) return [];
    const why = [...unseen, ...bucketsOf(account)];
    return [{ account: account.account, name: account.name, why, buckets, unseen: unseen.length > 0 }];
  });
  return found
    .sort((one, other) => Number(other.unseen) - Number(one.unseen) || other.buckets - one.buckets)
    .map(({ unseen: _, ...account }) => account);
}

function unseenBecause({ standing, visitedAt, counts, problems }: ReportAccount): readonly string[] {
  const why = new Set<string>();
  if (standing !== null && groupOf(standing.verdict) === 'person') why.add(standing.reason.text);
  if (standing === null && visitedAt === null && Object.keys(counts).length === 0) why.add('never looked at so far');
  for (const { region, reason } of problems) why.add(region === null ? reason.text : `${region}: ${reason.text}`);
  return [...why];
}

function bucketsOf({ counts }: ReportAccount): readonly string[] {
  return VERDICTS.filter((verdict) => groupOf(verdict) === 'person').flatMap((verdict) => {
    const count = counts[verdict] ?? 0;
    return count === 0 ? [] : [`${formatCount(count)} ${count === 1 ? 'bucket' : 'buckets'} ${verdict}`];
  });
}
