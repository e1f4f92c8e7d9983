import { partitionOf } from '../../core/settings/partition';

/** By partition. Source: "AWS Organizations endpoints and quotas", AWS General Reference. */
const REGIONS: ReadonlyMap<string, string> = new Map([
  ['aws', 'us-east-1'],
  ['aws-us-gov', 'us-gov-west-1'],
]);

/** The one Region in which events of AWS Organizations appear; undefined for partitions of which that is not known. */
export function organizationEventsRegion(homeRegion: string): string | undefined {
  return REGIONS.get(partitionOf(homeRegion));
}
