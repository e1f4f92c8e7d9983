import type { AccountId, Region } from '../../core/identifiers';
import type { BucketRecord, BucketRecords, NamedBucketRecord } from '../../core/inventory';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { Outcome } from '../../core/outcome';
import { reason } from '../../core/reasons';
import { stateOf } from '../../core/written-state';
import { generatedName } from '../fakes/generated-survey';
import { bucketName } from '../fakes/identifiers';

export interface CountingBucketsProps {
  readonly account: AccountId;
  readonly region: Region;
  /** How many of the generated names are known. */
  readonly known: number;
  /** What is known of each: it is covered by this. */
  readonly lifecycle: LifecycleConfiguration;
}

/** An inventory of generated buckets that keeps nothing: what is known of them is made up when it is asked for, and writes are only counted. */
export function countingBuckets({ account, region, known, lifecycle }: CountingBucketsProps) {
  const counts = { queries: 0, reads: 0, writes: 0 };
  const since = '2025-01-01T00:00:00.000Z';
  const state = stateOf(lifecycle);
  const recordOf = (index: number): BucketRecord => {
    const outcome: Outcome = {
      ...{ account, region, bucket: generatedName(index), verdict: 'covered', days: 7, ruleId: null, calls: {} },
      ...{ reason: reason('covered-by-other', '"theirs"'), before: state, after: state, at: since },
    };
    return { outcome, change: null, removals: [], hold: null, since };
  };
  const indexAfter = (name: string | null): number => (name === null ? 0 : Number(name.slice('bucket-'.length)) + 1);
  const buckets: Pick<BucketRecords, 'bucket' | 'buckets' | 'record'> = {
    bucket: async ({ bucket }) => {
      counts.reads += 1;
      const index = indexAfter(bucket) - 1;
      return index < known ? recordOf(index) : undefined;
    },
    record: async () => {
      counts.writes += 1;
      return { changed: true, was: null };
    },
    buckets: async (_, { after, through, limit }) => {
      counts.queries += 1;
      const end = Math.min(known, through === null ? known : indexAfter(through));
      const rows: NamedBucketRecord[] = [];
      for (let index = indexAfter(after); index < end && rows.length < limit; index += 1) {
        rows.push({ bucket: generatedName(index), record: recordOf(index) });
      }
      const last = rows.at(-1)?.bucket ?? null;
      return { rows, next: rows.length === limit && last !== generatedName(end - 1) ? last : null };
    },
  };
  const refuse = (): never => {
    throw new Error(`a survey does not ask for this of ${bucketName('any')}`);
  };
  const others = { noteChange: refuse, addRemoval: refuse, hold: refuse, release: refuse, endLife: refuse };
  return { buckets: { ...buckets, ...others, withVerdict: refuse } satisfies BucketRecords, counts };
}
