import type { AccountId } from '../../core/identifiers';
import { ACCOUNT_SHARDS, shardOf } from './keys';

/** Index attributes of an account that was last visited then (ISO 8601), or never. */
export function visitIndex(account: AccountId, visitedAt: string | null): { readonly ik: string; readonly is: string } {
  return { ik: visitShard(shardOf(account, ACCOUNT_SHARDS)), is: `${visitedAt ?? '0'}#${account}` };
}

export function visitShard(shard: number): string {
  return `visits#${shard}`;
}

/** For the SET of every update that may make an account's item: so the index has each account that is known. */
export const SEEN = '#ik = if_not_exists(#ik, :ik), #is = if_not_exists(#is, :is)';

/** Values of `SEEN`. */
export function seen(account: AccountId): Readonly<Record<string, string>> {
  const { ik, is } = visitIndex(account, null);
  return { ':ik': ik, ':is': is };
}
