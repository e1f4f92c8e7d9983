import { stackSetNames } from '../contract/names';
import { DIRECTORY_BUCKET_REGIONS } from '../sweep/survey';
import type { SettingsProblem } from './problem';

/** What the environment of one function may have, in bytes, names and values together. Source: "Lambda quotas". */
const MOST_BYTES = 4_096;
/** Names of all variables, and values that are the same for every deployment or nearly so. */
const FIXED_BYTES = 1_150;
/** Values in the environment of a function that begin with the qualifier: queues, table, buckets, the bus, itself. */
const QUALIFIED_VALUES = 8;

/** Settings that travel in the environment as JSON: their sizes differ most. */
const LISTS = ['excludedBucketNames', 'modes', 'targets', 'regions', 'directoryBucketRegions'] as const;

/**
 * Whether the settings fit into the environments of the functions; `good` holds those that are right by themselves. The
 * problem names the longest of the lists.
 */
export function environmentSizeProblems(good: ReadonlyMap<string, unknown>): SettingsProblem[] {
  const qualifier = String(good.get('qualifier') ?? '');
  const regions = (good.get('regions') ?? []) as readonly string[];
  const bytes = (key: string): number => {
    const value = good.get(key) ?? (key === 'directoryBucketRegions' ? DIRECTORY_BUCKET_REGIONS : undefined);
    return value === undefined ? 0 : JSON.stringify(value).length;
  };
  const stackSets = JSON.stringify(stackSetNames(qualifier, regions)).length;
  const everywhere =
    FIXED_BYTES +
    qualifier.length * QUALIFIED_VALUES +
    String(good.get('path') ?? '').length +
    bytes('modes') +
    bytes('targets');
  const withNames = everywhere + bytes('excludedBucketNames') + bytes('regions') + bytes('directoryBucketRegions');
  const most = Math.max(withNames, everywhere + stackSets);
  if (most <= MOST_BYTES) return [];
  const longest = LISTS.reduce((a, b) => (bytes(b) > bytes(a) ? b : a));
  return [
    {
      key: longest,
      value: good.get(longest),
      remedy: `travels in the environment of a function with ${LISTS.filter((key) => key !== longest).join(', ')} and path; together they are ${most - MOST_BYTES} bytes too long: shorten it`,
    },
  ];
}
