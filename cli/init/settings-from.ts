import { partitionOf } from '../../core/settings/partition';
import type { Found, Given, RawSettings } from './found';

/** IDs of the example in the `cdk.json` that comes with the sources: they are nobody's. */
const EXAMPLE_ORGANIZATION = 'o-exampleorgid';
const EXAMPLE_HUB = '222222222222';

/** Settings that say where, which an example's are worth nothing of. */
const PLACES = ['organizationId', 'managementAccountId', 'hubAccountId', 'targets', 'homeRegion', 'regions'];
const OF_ORGANIZATIONS = [
  'organizationId',
  'managementAccountId',
  'targets',
  'callAs',
  'deployToManagementAccount',
  'modes',
];

const FIRST_DAYS = 7;
/** Where the global endpoints are, so that some buckets' events surface there. */
const GLOBAL_REGION = 'us-east-1';

export interface Sources {
  /** What stands in the file; null where nothing does. */
  readonly existing: RawSettings | null;
  readonly found: Found;
  readonly given: Given;
}

/**
 * The settings to write: what was given, else what is there, else what was found, else the default. Settings that are not asked for stay.
 * They may lack what nobody could say: the settings' own check tells.
 */
export function settingsFrom({ existing, found, given }: Sources): RawSettings {
  const isFirst = existing === null || isExample(existing) || isMoved(existing, given);
  const kept = existing === null ? {} : isFirst ? without(existing, PLACES) : existing;
  const organization = found.organization === 'none' ? null : found.organization;

  const scope =
    given.scope ??
    (isFirst ? undefined : kept['scope']) ??
    (found.organization === 'none' ? 'account' : 'organization');
  const hubAccountId = given.hubAccountId ?? kept['hubAccountId'] ?? found.account ?? undefined;
  const homeRegion = given.homeRegion ?? kept['homeRegion'] ?? found.region ?? undefined;
  const common = {
    hubAccountId,
    homeRegion,
    regions: given.regions ?? regionsWith(homeRegion, kept['regions']),
    mode: given.mode ?? kept['mode'] ?? (isFirst ? 'audit' : undefined),
    days: given.days ?? kept['days'] ?? (isFirst ? FIRST_DAYS : undefined),
  };
  if (scope === 'account') return merged(without(kept, OF_ORGANIZATIONS), { scope, ...common });

  const managementAccountId =
    given.managementAccountId ?? kept['managementAccountId'] ?? organization?.managementAccountId;
  const root = found.tree?.find(({ parent }) => parent === null)?.id;
  const isManagement = hubAccountId !== undefined && hubAccountId === managementAccountId;
  const { hubAccountId: _, ...rest } = common;
  return merged(isManagement ? kept : without(kept, kept['callAs'] === 'SELF' ? ['callAs'] : []), {
    scope,
    organizationId: given.organizationId ?? kept['organizationId'] ?? organization?.id,
    managementAccountId,
    hubAccountId,
    ...(isManagement ? { callAs: 'SELF' } : {}),
    targets: given.targets ?? kept['targets'] ?? (root === undefined ? undefined : [root]),
    ...rest,
  });
}

/**
 * Two organizations: that of the file and that of the credentials, where nobody said which is meant. Undefined where they are one, or one is
 * not known.
 */
export function otherOrganization({ existing, found, given }: Sources): { file: string; own: string } | undefined {
  const { organization } = found;
  if (existing === null || isExample(existing) || organization === null || organization === 'none') return undefined;
  const file = existing['organizationId'];
  if (typeof file !== 'string' || file === organization.id || given.organizationId !== undefined) return undefined;
  return { file, own: organization.id };
}

/** Whether somebody asks for another organization than that of the file: its places are worth nothing there. */
function isMoved(existing: RawSettings, { organizationId }: Given): boolean {
  const before = existing['organizationId'];
  return before !== undefined && organizationId !== undefined && before !== organizationId;
}

/** Whether these are the settings of the example. */
export function isExample(settings: RawSettings): boolean {
  return settings['organizationId'] === EXAMPLE_ORGANIZATION || settings['hubAccountId'] === EXAMPLE_HUB;
}

/** The Regions there are, with the home Region; without any, the home Region and the one of the global endpoints. */
function regionsWith(home: unknown, kept: unknown): unknown {
  if (Array.isArray(kept)) return home === undefined || kept.includes(home) ? kept : [home, ...kept];
  if (typeof home !== 'string') return kept;
  return partitionOf(home) === 'aws' ? [...new Set([home, GLOBAL_REGION])] : [home];
}

/** What is kept stays in its place; what is new follows; undefined is left out. */
function merged(kept: RawSettings, wanted: RawSettings): RawSettings {
  const entries = Object.entries({ ...kept, ...wanted }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

function without(settings: RawSettings, keys: readonly string[]): RawSettings {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !keys.includes(key)));
}
