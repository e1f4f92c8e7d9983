import type { Change } from '../../core/change';
import { STATE_INDEX } from '../../core/contract/names';
import type { AccountId } from '../../core/identifiers';
import type {
  BucketRecord,
  BucketRecords,
  Hold,
  NamedBucketRecord,
  Page,
  Recorded,
  Removal,
} from '../../core/inventory';
import type { Outcome, Verdict } from '../../core/outcome';
import type { BucketPlace } from '../../core/ports';
import {
  BEHIND_ALL,
  BEHIND_ONE,
  BUCKET,
  namedRecordOf,
  outcomeUpdate,
  recordOf,
  removalsOf,
  removalText,
  verdictShard,
} from './bucket-item';
import { endLife } from './bucket-life';
import { CounterChanges } from './counters';
import { accountPk, bucketKey, VERDICT_SHARDS } from './keys';
import { pageOf } from './pages';
import type { InventoryTable } from './table';

const MOST_REMOVALS = 30;
/** Rows of a page where the caller does not say. */
const PAGE = 200;

/** In every update of what is known beside the outcome; `:at` is the time of what is noted. */
const NOTED = '#since = if_not_exists(#since, :at) REMOVE #expiresAt ADD #revision :one';

/**
 * What is known of buckets, in the inventory's table. An outcome costs one conditional update and no read; where the verdict changed, another
 * one for the account's counters, which outcomes of the same moment share.
 */
export class DynamoDbBucketRecords implements BucketRecords {
  readonly #table: InventoryTable;
  readonly #counters: CounterChanges;
  readonly #pageSize: number;

  constructor(table: InventoryTable, pageSize = PAGE) {
    this.#table = table;
    this.#counters = new CounterChanges(table);
    this.#pageSize = pageSize;
  }

  async bucket(place: BucketPlace): Promise<BucketRecord | undefined> {
    const item = await this.#table.get(bucketKey(place));
    return item === undefined ? undefined : recordOf(item);
  }

  async record(outcome: Outcome): Promise<Recorded> {
    const { account, verdict, at } = outcome;
    // before the outcome: one that is known already is not looked at again
    if (verdict === 'gone') await endLife(this.#table, outcome, Date.parse(at));
    const written = await this.#table.update(bucketKey(outcome), outcomeUpdate(outcome));
    if (written.kind === 'condition-failed') return { changed: false, was: verdict };
    const was = (written.item?.['verdict'] as Verdict | undefined) ?? null;
    if (was !== verdict) await this.#counters.add(account, was, verdict);
    return { changed: true, was };
  }

  async noteChange(place: BucketPlace, change: Change): Promise<void> {
    const { at, eventName, principal } = change;
    const later = 'attribute_not_exists(#change) OR #change.#at < :at';
    // CloudTrail tells whole seconds, and nobody changes a bucket before it is made
    const news =
      eventName === 'CreateBucket'
        ? later
        : `${later} OR (#change.#at = :at AND (#change.#eventName <> :eventName OR #change.#principal <> :principal))`;
    await this.#table.update(bucketKey(place), {
      update: `SET #change = :change, ${NOTED}`,
      condition: `(attribute_not_exists(#endedAt) OR #endedAt <= :at) AND (${news})`,
      values: {
        ':change': change,
        ':at': at,
        ':one': 1,
        ...(eventName === 'CreateBucket' ? {} : { ':eventName': eventName, ':principal': principal }),
      },
    });
  }

  async addRemoval(place: BucketPlace, removal: Removal): Promise<readonly Removal[]> {
    const text = removalText(removal);
    const written = await this.#table.update(bucketKey(place), {
      update: `SET #removals = list_append(if_not_exists(#removals, :none), :texts), ${NOTED}`,
      condition: 'attribute_not_exists(#removals) OR NOT contains(#removals, :text)',
      values: { ':none': [], ':texts': [text], ':text': text, ':at': removal.at, ':one': 1 },
      returns: 'ALL_NEW',
    });
    if (written.kind === 'condition-failed') return (await this.bucket(place))?.removals ?? [];
    const item = written.item ?? {};
    const removals = removalsOf(item);
    const kept = removals.slice(-MOST_REMOVALS);
    if (kept.length < removals.length) {
      await this.#table.update(bucketKey(place), {
        update: 'SET #removals = :kept ADD #revision :one',
        condition: '#revision = :revision',
        values: { ':kept': kept.map(removalText), ':revision': item['revision'], ':one': 1 },
      });
    }
    return kept;
  }

  async hold(place: BucketPlace, hold: Hold): Promise<void> {
    await this.#table.update(bucketKey(place), {
      update: `SET #hold = :hold, ${NOTED}`,
      values: { ':hold': hold, ':at': hold.since, ':one': 1 },
    });
  }

  async release(place: BucketPlace): Promise<void> {
    await this.#table.update(bucketKey(place), {
      update: 'REMOVE #hold, #removals ADD #revision :one',
      condition: 'attribute_exists(#hold) OR attribute_exists(#removals)',
      values: { ':one': 1 },
    });
  }

  endLife(place: BucketPlace, at: number): Promise<void> {
    return endLife(this.#table, place, at);
  }

  async buckets(
    account: AccountId,
    {
      after,
      through,
      limit,
    }: { readonly after: string | null; readonly through: string | null; readonly limit: number },
  ): Promise<Page<NamedBucketRecord>> {
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`a page has 1 row or more, not ${limit}`);
    // DynamoDB refuses a BETWEEN that ends before it begins
    if (after !== null && through !== null && after >= through) return { rows: [], next: null };
    const query = {
      key: '#pk = :pk AND #sk BETWEEN :from AND :through',
      values: {
        ':pk': accountPk(account),
        ':from': after === null ? BUCKET : `${BUCKET}${after}${BEHIND_ONE}`,
        ':through': `${BUCKET}${through ?? BEHIND_ALL}`,
      },
    };
    const { items } = await pageOf(this.#table, { name: 'buckets', queries: [query] }, limit + 1, null);
    const rows = items.slice(0, limit).map(namedRecordOf);
    return { rows, next: items.length > limit ? (rows.at(-1)?.bucket ?? null) : null };
  }

  /** The index is read as it was a moment ago: an outcome of the last second may be missing, or still be there. */
  async withVerdict(verdict: Exclude<Verdict, 'covered' | 'applied'>, from: string | null): Promise<Page<Outcome>> {
    const queries = Array.from({ length: VERDICT_SHARDS }, (_, shard) => ({
      index: STATE_INDEX,
      key: '#ik = :ik',
      values: { ':ik': verdictShard(verdict, shard) },
    }));
    const { items, next } = await pageOf(this.#table, { name: `verdict ${verdict}`, queries }, this.#pageSize, from);
    return { rows: items.map((item) => item['outcome'] as Outcome), next };
  }
}
