import { createHash } from 'node:crypto';
import type { Change } from '../../core/change';
import type { BucketName } from '../../core/identifiers';
import { type BucketRecord, type Hold, type NamedBucketRecord, type Removal, standingOf } from '../../core/inventory';
import type { Outcome, Verdict } from '../../core/outcome';
import type { Item } from './expression';
import { expiry, KEPT_DAYS, shardOf, VERDICT_SHARDS } from './keys';
import type { Update } from './table';

export const BUCKET = 'bucket#';

/** Behind every name that a bucket can have, and just behind one name: no name has characters outside `-` to `z`. */
export const BEHIND_ALL = '~';
export const BEHIND_ONE = '!';

/**
 * The update that keeps an outcome, under the condition that it says something new and is not older than what is known. A bucket that is
 * gone is in no life; the next outcome begins one.
 */
export function outcomeUpdate(outcome: Outcome): Update {
  const { account, bucket, verdict, at } = outcome;
  const gone = verdict === 'gone';
  const indexed = verdict !== 'covered' && verdict !== 'applied';
  const sets = [
    '#outcome = :outcome, #standing = :standing, #verdict = :verdict, #outcomeAt = :at',
    gone ? '#expiresAt = :expiresAt, #endedAt = if_not_exists(#endedAt, :at)' : '#since = if_not_exists(#since, :at)',
    ...(indexed ? ['#ik = :ik, #is = :is'] : []),
  ];
  const removes = [gone ? '#since' : '#expiresAt', ...(indexed ? [] : ['#ik, #is'])];
  const name = `${account}#${bucket}`;
  return {
    update: `SET ${sets.join(', ')} REMOVE ${removes.join(', ')}`,
    condition:
      '(attribute_not_exists(#standing) OR #standing <> :standing) AND (attribute_not_exists(#outcomeAt) OR #outcomeAt <= :at)',
    values: {
      ':outcome': outcome,
      ':standing': createHash('sha256').update(standingOf(outcome)).digest('base64url'),
      ':verdict': verdict,
      ':at': at,
      ...(gone ? { ':expiresAt': expiry(Date.parse(at), KEPT_DAYS) } : {}),
      ...(indexed ? { ':ik': verdictShard(verdict, shardOf(name, VERDICT_SHARDS)), ':is': name } : {}),
    },
    returns: 'ALL_OLD',
  };
}

export function verdictShard(verdict: Verdict, shard: number): string {
  return `verdict#${verdict}#${shard}`;
}

export function recordOf(item: Item): BucketRecord {
  const outcome = (item['outcome'] as Outcome | undefined) ?? null;
  return {
    outcome,
    change: (item['change'] as Change | undefined) ?? null,
    removals: removalsOf(item),
    hold: (item['hold'] as Hold | undefined) ?? null,
    since: (item['since'] as string | undefined) ?? outcome?.at ?? '',
  };
}

export function namedRecordOf(item: Item): NamedBucketRecord {
  return { bucket: String(item['sk']).slice(BUCKET.length) as BucketName, record: recordOf(item) };
}

/** Removals are kept as texts, which a condition can look for in the list. */
export function removalText({ at, by, tool }: Removal): string {
  return JSON.stringify({ at, by, tool });
}

export function removalsOf(item: Item): readonly Removal[] {
  return ((item['removals'] as readonly string[] | undefined) ?? []).map((text) => JSON.parse(text) as Removal);
}
