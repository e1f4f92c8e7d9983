import type { AccountId } from '../core/identifiers';
import { mostTelling, type Sight, withFactsOf } from '../core/sight';
import type { SettleRecord } from './settle-record';

/** One message about a bucket, and the batch's others of its kind, for which it speaks. */
export interface Work {
  readonly record: SettleRecord;
  readonly sight: Sight;
  readonly others: readonly SettleRecord[];
}

/**
 * What there is to do in each account: for each bucket at most one message that takes our rule out, and behind all of those at
 * most one other. That one knows what all of them know.
 */
export function workByAccount(
  messages: readonly { readonly record: SettleRecord; readonly sight: Sight }[],
): ReadonlyMap<AccountId, readonly Work[]> {
  const buckets = new Map<string, Work>();
  for (const { record, sight } of messages) {
    const { account, bucket } = sight.place;
    const key = `${account}/${bucket}/${sight.takeOut === undefined ? 'look' : 'take-out'}`;
    const known = buckets.get(key);
    const item = { record, sight, others: [] };
    buckets.set(key, known === undefined ? item : joined(known, item));
  }
  const accounts = new Map<AccountId, Work[]>();
  const takesOutFirst = [...buckets.values()].sort((one, other) => rank(one) - rank(other));
  for (const item of takesOutFirst) {
    const { account } = item.sight.place;
    accounts.set(account, [...(accounts.get(account) ?? []), item]);
  }
  return accounts;
}

function joined(known: Work, item: Work): Work {
  const speaker = mostTelling(known, item);
  const silent = speaker === known ? item : known;
  return {
    record: speaker.record,
    sight: withFactsOf(speaker.sight, silent.sight),
    others: [...known.others, silent.record],
  };
}

function rank({ sight }: Work): number {
  return sight.takeOut === undefined ? 1 : 0;
}
