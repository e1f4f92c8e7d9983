import type { AccountSurvey } from '../../core/sweep/survey';
import { abort, configuration, rule, WHOLE } from '../core/reconcile-world';
import { GeneratedSurvey } from '../fakes/generated-survey';
import { region } from '../fakes/identifiers';
import type { VirtualClock } from './virtual-clock';

export interface ScaleOptions {
  readonly accounts: number;
  /** Buckets of each account. */
  readonly buckets: number;
  /** Accounts surveyed at a time. */
  readonly concurrency: number;
  /** Whether nothing is known yet, and one bucket in five needs the rule; else all is as it was the day before. */
  readonly first: boolean;
  /** Regions that are asked for directory buckets. */
  readonly directoryRegions: number;
  readonly scope: 'all' | 'never-surveyed';
  /** What one call takes, in milliseconds. */
  readonly s3Ms: number;
  readonly dynamoMs: number;
  readonly sqsMs: number;
  readonly stsMs: number;
  readonly organizationsMs: number;
}

export const HERE = region('eu-central-1');
export const COVERED = configuration(rule('theirs', abort(3), WHOLE));
/** One bucket in so many needs the rule, at first. */
const BARE = 5;

/** The buckets of any account; each call takes its time. */
export function surveyOf(
  { buckets, first, s3Ms }: ScaleOptions,
  clock: VirtualClock,
  s3: { lists: number; gets: number },
): AccountSurvey {
  const generated = new GeneratedSurvey({
    ...{ buckets, region: HERE },
    lifecycle: (index) => (first && index % BARE === 0 ? { kind: 'none' } : { kind: 'found', configuration: COVERED }),
  });
  const counted = <T>(kind: 'lists' | 'gets' | 'others', call: () => Promise<T>): Promise<T> => {
    if (kind !== 'others') s3[kind] += 1;
    return clock.sleep(s3Ms).then(call);
  };
  return {
    listBuckets: (token) => counted('lists', () => generated.listBuckets(token)),
    listDirectoryBuckets: () => counted('lists', () => generated.listDirectoryBuckets()),
    taggedBuckets: () => counted('others', () => generated.taggedBuckets()),
    readLifecycle: (place) => counted('gets', () => generated.readLifecycle(place)),
    readTags: (place) => counted('gets', () => generated.readTags(place)),
    readLifecycleGrant: () => counted('gets', () => generated.readLifecycleGrant()),
  };
}
