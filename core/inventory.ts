import type { Change } from './change';
import type { AccountId, BucketName } from './identifiers';
import type { Outcome, Verdict } from './outcome';
import type { BucketPlace } from './ports';
import type { Tool } from './tool';

/** A completed write of ours that was undone by somebody else. */
export interface Removal {
  /** When it was found, ISO 8601. */
  readonly at: string;
  /** Who changed the lifecycle last, as far as an event said so; null when none did. */
  readonly by: string | null;
  readonly tool: Tool;
}

/** Left alone after an undo, until somebody says otherwise. */
export interface Hold {
  /** ISO 8601. */
  readonly since: string;
  /** Who asked for the undo. */
  readonly by: string;
}

/** What the inventory knows of one bucket in its present life: it begins anew when the bucket is deleted and made again. */
export interface BucketRecord {
  /** The last outcome that changed anything; null where only an event was noted so far. */
  readonly outcome: Outcome | null;
  /** Who changed its lifecycle last; null when no event said so. */
  readonly change: Change | null;
  /** Oldest first, those of the last 30 at most. */
  readonly removals: readonly Removal[];
  readonly hold: Hold | null;
  /** First heard of, ISO 8601. */
  readonly since: string;
}

export interface NamedBucketRecord {
  readonly bucket: BucketName;
  readonly record: BucketRecord;
}

/** `changed`: an item was written; `was`: the verdict before, null for a bucket that had none. */
export interface Recorded {
  readonly changed: boolean;
  readonly was: Verdict | null;
}

/** A page of a listing; `next` asks for the following one, null when this was the last. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** What is known of buckets. Every method throws when the inventory does not answer. */
export interface BucketRecords {
  /** Undefined when nothing is known of the bucket. Read consistently. */
  bucket(place: BucketPlace): Promise<BucketRecord | undefined>;
  /**
   * Keeps an outcome. Nothing is written when it says what is known already (`sameStanding`): an item is written only when
   * something changed. The account's counters follow.
   */
  record(outcome: Outcome): Promise<Recorded>;
  /** Keeps who changed the lifecycle last, unless a later change is known. */
  noteChange(place: BucketPlace, change: Change): Promise<void>;
  /** Adds a removal, and gives all that are known. */
  addRemoval(place: BucketPlace, removal: Removal): Promise<readonly Removal[]>;
  hold(place: BucketPlace, hold: Hold): Promise<void>;
  /** Ends a hold, and forgets the removals: the bucket is written again. */
  release(place: BucketPlace): Promise<void>;
  /**
   * The bucket was deleted at `at` (milliseconds since 1970): what was known of it before then (hold, removals, change, before-images)
   * is forgotten. What is of a later time belongs to the bucket of the same name that was made since, and stays.
   */
  endLife(place: BucketPlace, at: number): Promise<void>;
  /**
   * Records of an account's buckets in the order of their names (UTF-8 bytes): those after `after` (null: from the first) up to and
   * with `through` (null: to the last). At most `limit` a page; `next` is the name to go on after.
   */
  buckets(
    account: AccountId,
    range: { readonly after: string | null; readonly through: string | null; readonly limit: number },
  ): Promise<Page<NamedBucketRecord>>;
  /** Every bucket with this verdict, in any account: never `covered` and `applied`, which no index holds. */
  withVerdict(verdict: Exclude<Verdict, 'covered' | 'applied'>, from: string | null): Promise<Page<Outcome>>;
}

/**
 * What an outcome says of a bucket, as text: equal for two outcomes that say the same. `calls` and `at` differ every time and
 * do not count. A bucket that is covered by our rule stands where a write of ours had left it.
 */
export function standingOf({ region, verdict, reason, days, ruleId, before, after }: Outcome): string {
  return JSON.stringify(
    verdict === 'applied' || reason.code === 'covered-by-ours'
      ? ['ours', region, days, after?.digest]
      : verdict === 'excluded'
        ? [verdict, region, reason.code, reason.text, ruleId]
        : [verdict, region, reason.code, reason.text, days, ruleId, before?.digest, after?.digest],
  );
}

/** Whether an outcome says of a bucket what is known already (`standingOf`). */
export function sameStanding(known: Outcome, outcome: Outcome): boolean {
  return standingOf(known) === standingOf(outcome);
}
