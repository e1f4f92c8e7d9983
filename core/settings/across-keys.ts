import { inventoryBucket } from '../contract/names';
import { environmentSizeProblems } from './environment-size';
import { partitionOf } from './partition';
import type { SettingsProblem } from './problem';

/** Longest name of a bucket. Source: "General purpose bucket naming rules", Amazon S3 User Guide. */
const LONGEST_BUCKET_NAME = 63;

/**
 * Rules that concern several settings. `good` holds the values that are right by themselves, defaults included; a rule
 * speaks only where all of its keys are there.
 */
export function rulesAcrossKeys(good: ReadonlyMap<string, unknown>): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const text = (key: string): string | undefined => {
    const value = good.get(key);
    return typeof value === 'string' ? value : undefined;
  };
  const complain = (key: string, remedy: string): void => {
    problems.push({ key, value: good.get(key), remedy });
  };
  const home = text('homeRegion');
  const hub = text('hubAccountId');
  const scope = text('scope');
  const regions = good.has('regions') ? (good.get('regions') as readonly string[]) : undefined;

  if (home !== undefined && regions !== undefined && !regions.includes(home)) {
    complain('regions', `must include the homeRegion: add ${JSON.stringify(home)}`);
  }
  if (home !== undefined) {
    const foreign = regions?.filter((region) => partitionOf(region) !== partitionOf(home)) ?? [];
    if (foreign.length > 0) {
      complain('regions', `must be of the homeRegion's partition: remove ${foreign.join(', ')}`);
    }
    const asked = (good.get('directoryBucketRegions') ?? []) as readonly string[];
    const unasked = asked.filter((region) => partitionOf(region) !== partitionOf(home));
    if (unasked.length > 0) {
      complain('directoryBucketRegions', `must be of the homeRegion's partition: remove ${unasked.join(', ')}`);
    }
    if (scope === 'organization' && partitionOf(home) === 'aws-cn') {
      complain('homeRegion', 'in China, stack sets have no trusted access: set scope to "account"');
    }
  }

  const management = text('managementAccountId');
  const callAs = text('callAs');
  if (scope === 'organization' && hub !== undefined && management !== undefined) {
    if (callAs === 'SELF' && hub !== management) {
      complain('callAs', 'SELF is for a hub in the management account: set it to "DELEGATED_ADMIN"');
    }
    if (callAs === 'DELEGATED_ADMIN' && hub === management) {
      complain(
        'callAs',
        'the hub is the management account, which cannot be its own delegated administrator: set it to "SELF", or better another hubAccountId',
      );
    }
  }

  const owner = /^arn:[^:]+:iam::(\d{12}):/.exec(text('permissionsBoundary') ?? '')?.[1];
  if (owner !== undefined && (scope === 'organization' || (hub !== undefined && owner !== hub))) {
    complain(
      'permissionsBoundary',
      "a boundary must be a policy of the role's own account: give its name only, and have it in every account",
    );
  }

  const qualifier = text('qualifier');
  if (qualifier !== undefined && hub !== undefined && home !== undefined) {
    const bucket = inventoryBucket(qualifier, hub, home);
    const over = bucket.length - LONGEST_BUCKET_NAME;
    if (over > 0) {
      complain('qualifier', `must be ${over} shorter: it begins the name of a bucket, ${bucket}`);
    }
  }

  const hours = good.get('sweepHours');
  const minutes = good.get('sweepWindowMinutes');
  if (typeof hours === 'number' && typeof minutes === 'number' && minutes > hours * 60) {
    complain('sweepWindowMinutes', `must not be longer than sweepHours: at most ${hours * 60}`);
  }
  return [...problems, ...environmentSizeProblems(good)];
}
