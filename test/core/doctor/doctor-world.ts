import { allChecks } from '../../../core/doctor/all-checks';
import type { Check } from '../../../core/doctor/check';
import type { Facts, SeenHub, SeenStack } from '../../../core/doctor/facts';
import { NO_INSTANCES } from '../../../core/doctor/stack-instances';
import { parseSettings, type Settings } from '../../../core/settings/settings';

export const HUB = '200000000002';
export const MANAGEMENT = '200000000001';
export const NOW = Date.parse('2026-11-23T12:00:00Z');

export function settings(change: Readonly<Record<string, unknown>> = {}): Settings {
  const ofOrganization = { organizationId: 'o-tour000001', managementAccountId: MANAGEMENT, targets: ['r-abcd'] };
  const parsed = parseSettings({
    scope: 'organization',
    ...(change['scope'] === 'account' ? {} : ofOrganization),
    hubAccountId: HUB,
    homeRegion: 'eu-central-1',
    regions: ['eu-central-1'],
    ...change,
  });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.settings;
}

export const seen = <T>(value: T) => ({ kind: 'seen', value }) as const;
export const stack = (status = 'CREATE_COMPLETE', createdAt = NOW): SeenStack => ({
  status,
  statusReason: null,
  createdAt,
  outputs: {},
});
export const hub: SeenHub = {
  accounts: { known: 5, neverVisited: 0 },
  lastSweep: { ageSeconds: 3_600 },
  underWay: [],
  paused: { all: null, units: {}, accounts: {} },
  queues: [],
  failedAccounts: { count: 0, first: [] },
  fleetProblems: { count: 0, first: [] },
};
export const good: Facts = {
  settings: settings(),
  now: NOW,
  caller: seen({ account: HUB, arn: `arn:aws:iam::${HUB}:user/ada` }),
  organization: seen({ id: 'o-tour000001', managementAccountId: MANAGEMENT, featureSet: 'ALL' }),
  stackSetsAccess: seen('ENABLED'),
  administrators: seen([HUB]),
  accounts: seen({ count: 6, whole: true }),
  regions: [{ region: 'eu-central-1', look: seen('on') }],
  concurrency: seen(1_000),
  bootstrap: seen({ ...stack(), outputs: { BootstrapVersion: '21' } }),
  stacks: [
    { name: 'partsweep-hub', region: 'eu-central-1', look: seen(stack()) },
    { name: 'partsweep-fleet', region: 'eu-central-1', look: seen(stack()) },
  ],
  stackSets: [{ name: 'partsweep-roles', look: seen({ ...NO_INSTANCES, current: 5 }) }],
  hub: seen(hub),
  deadLetters: seen([]),
};

export function checks(change: Partial<Facts> = {}): readonly Check[] {
  return allChecks({ ...good, ...change }, { line: (command) => `partsweep ${command}` });
}
export function check(id: string, change: Partial<Facts> = {}): Check {
  const found = checks(change).find((one) => one.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
}
export const withHub = (change: Partial<SeenHub>): Partial<Facts> => ({ hub: seen({ ...hub, ...change }) });
