import type { Change } from '../../core/change';
import type { AccountId } from '../../core/identifiers';
import {
  type BucketRecord,
  type BucketRecords,
  type Hold,
  type NamedBucketRecord,
  type Page,
  type Recorded,
  type Removal,
  standingOf,
} from '../../core/inventory';
import type { Outcome, Verdict } from '../../core/outcome';
import type { BucketPlace } from '../../core/ports';
import type { InMemoryAccountRecords } from './in-memory-account-records';
import { blank, forget, isNews, isSame, type Kept, recordOf } from './in-memory-bucket-item';
import { pageOf, SortedTexts } from './in-memory-pages';
import { InMemoryPart, type ItemWrites } from './in-memory-part';
import type { InMemoryWriteLog } from './in-memory-write-log';

const MOST_REMOVALS = 30;

/** What is known of buckets, in memory. `failNext('count')`: it breaks off between an outcome and the account's counters. */
export class InMemoryBucketRecords extends InMemoryPart implements BucketRecords {
  readonly #accounts: InMemoryAccountRecords;
  readonly #writeLog: InMemoryWriteLog;
  readonly #pageSize: number;
  readonly #kept = new Map<AccountId, { readonly names: SortedTexts; readonly items: Map<string, Kept> }>();

  constructor(writes: ItemWrites, accounts: InMemoryAccountRecords, writeLog: InMemoryWriteLog, pageSize: number) {
    super(writes);
    this.#accounts = accounts;
    this.#writeLog = writeLog;
    this.#pageSize = pageSize;
  }

  bucket(place: BucketPlace): Promise<BucketRecord | undefined> {
    return this.call('bucket', () => {
      const kept = this.#find(place);
      return kept === undefined ? undefined : recordOf(kept);
    });
  }

  record(outcome: Outcome): Promise<Recorded> {
    return this.call('record', () => {
      if (outcome.verdict === 'gone') this.#end(outcome, outcome.at);
      const known = this.#find(outcome);
      const standing = standingOf(outcome);
      const stale = known?.outcome != null && known.outcome.at > outcome.at;
      if (known?.standing === standing || stale) return { changed: false, was: outcome.verdict };
      const kept = known ?? this.#make(outcome);
      const was = kept.outcome?.verdict ?? null;
      kept.outcome = outcome;
      kept.standing = standing;
      kept.since = outcome.verdict === 'gone' ? null : (kept.since ?? outcome.at);
      if (outcome.verdict === 'gone') kept.endedAt ??= outcome.at;
      this.wrote('bucket');
      if (was !== outcome.verdict) this.now('count', () => this.#accounts.count(outcome.account, was, outcome.verdict));
      return { changed: true, was };
    });
  }

  noteChange(place: BucketPlace, change: Change): Promise<void> {
    return this.call('noteChange', () => {
      const known = this.#find(place);
      if (known?.endedAt != null && known.endedAt > change.at) return;
      if (known?.change != null && !isNews(change, known.change)) return;
      this.#edit(place, change.at).change = change;
    });
  }

  addRemoval(place: BucketPlace, removal: Removal): Promise<readonly Removal[]> {
    return this.call('addRemoval', () => {
      const known = this.#find(place)?.removals ?? [];
      if (known.some((one) => isSame(one, removal))) return known;
      const kept = this.#edit(place, removal.at);
      kept.removals = [...kept.removals, removal].slice(-MOST_REMOVALS);
      return kept.removals;
    });
  }

  hold(place: BucketPlace, hold: Hold): Promise<void> {
    return this.call('hold', () => {
      this.#edit(place, hold.since).hold = hold;
    });
  }

  release(place: BucketPlace): Promise<void> {
    return this.call('release', () => {
      const kept = this.#find(place);
      if (kept === undefined || (kept.hold === null && kept.removals.length === 0)) return;
      kept.hold = null;
      kept.removals = [];
      this.wrote('bucket');
    });
  }

  endLife(place: BucketPlace, at: number): Promise<void> {
    return this.call('endLife', () => this.#end(place, new Date(at).toISOString()));
  }

  buckets(
    account: AccountId,
    {
      after,
      through,
      limit,
    }: { readonly after: string | null; readonly through: string | null; readonly limit: number },
  ): Promise<Page<NamedBucketRecord>> {
    return this.call('buckets', () => {
      if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`a page has 1 row or more, not ${limit}`);
      const { names, items } = this.#kept.get(account) ?? { names: new SortedTexts(), items: new Map<string, Kept>() };
      const found = names.range(after, through, limit + 1).flatMap((name) => items.get(name) ?? []);
      const rows = found.slice(0, limit).map((kept) => ({ bucket: kept.place.bucket, record: recordOf(kept) }));
      return { rows, next: found.length > limit ? (rows.at(-1)?.bucket ?? null) : null };
    });
  }

  withVerdict(verdict: Exclude<Verdict, 'covered' | 'applied'>, from: string | null): Promise<Page<Outcome>> {
    return this.call('withVerdict', () => {
      const rows: { readonly key: string; readonly row: Outcome }[] = [];
      for (const { items } of this.#kept.values()) {
        for (const { outcome } of items.values()) {
          if (outcome?.verdict === verdict) rows.push({ key: `${outcome.account}#${outcome.bucket}`, row: outcome });
        }
      }
      return pageOf(rows.sort(byKey), from, this.#pageSize);
    });
  }

  #end(place: BucketPlace, at: string): void {
    this.#writeLog.forget(place, Date.parse(at));
    const kept = this.#find(place);
    if (kept === undefined) return;
    if (forget(kept, at)) this.wrote('bucket');
  }

  #find({ account, bucket }: BucketPlace): Kept | undefined {
    return this.#kept.get(account)?.items.get(bucket);
  }

  /** The item to be changed, made at `at` when there is none. */
  #edit(place: BucketPlace, at: string): Kept {
    this.wrote('bucket');
    const kept = this.#find(place) ?? this.#make(place);
    kept.since ??= at;
    return kept;
  }

  #make({ account, region, bucket }: BucketPlace): Kept {
    const kept = blank({ account, region, bucket });
    const ofAccount = this.#kept.get(account) ?? { names: new SortedTexts(), items: new Map<string, Kept>() };
    this.#kept.set(account, ofAccount);
    ofAccount.names.add(bucket);
    ofAccount.items.set(bucket, kept);
    return kept;
  }
}

function byKey(one: { readonly key: string }, other: { readonly key: string }): number {
  if (one.key === other.key) return 0;
  return one.key < other.key ? -1 : 1;
}
