import type { SettingsProblem } from './problem';

/** Partition of a Region by its code's beginning; only equality and China matter here. */
function partitionOf(region: string): string {
  const [area = '', next = ''] = region.split('-');
  if (area === 'cn') return 'aws-cn';
  if (next === 'gov' || next.startsWith('iso')) return `aws-${area}-${next}`;
  return area.startsWith('eusc') ? 'aws-eusc' : 'aws';
}

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
  return problems;
}
