import { DIRECTORY_BUCKET_REGIONS } from '../sweep/survey';
import { partitionOf } from './partition';
import type { Settings } from './settings';

/** Regions that are asked for directory buckets: those of the settings, else all of the home Region's partition that have them. */
export function directoryBucketRegions({ directoryBucketRegions, homeRegion }: Settings): readonly string[] {
  return (
    directoryBucketRegions ??
    DIRECTORY_BUCKET_REGIONS.filter((region) => partitionOf(region) === partitionOf(homeRegion))
  );
}
