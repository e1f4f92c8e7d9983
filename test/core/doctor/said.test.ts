import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Facts, SeenHub } from '../../../core/doctor/facts';
import { NO_INSTANCES, withInstances } from '../../../core/doctor/stack-instances';
import type { AccountId, Region } from '../../../core/identifiers';
import { reason } from '../../../core/reasons';
import { checks, HUB, MANAGEMENT, NOW, seen, settings, stack, withHub } from './doctor-world';

const HOUR = 3_600_000;
const unseen = (permission: string | null) => ({ kind: 'unseen', why: 'no', permission }) as const;
const place = { account: '300000000001' as AccountId, region: 'eu-central-1' as Region, stackSet: 'partsweep-roles' };
const instance = (detailedStatus: string, statusReason: string | null = null, more: object = {}) => ({
  ...{ ...place, detailedStatus, statusReason },
  ...more,
});
const instances = (...all: readonly ReturnType<typeof instance>[]): Partial<Facts> => ({
  stackSets: [{ name: 'partsweep-roles', look: seen(withInstances(NO_INSTANCES, all)) }],
});
const hubStack = (look: Facts['stacks'][number]['look'], region = 'eu-central-1'): Partial<Facts> => ({
  stacks: [{ name: 'partsweep-hub', region, look }],
});
const pause = { since: '2026-11-23T10:00:00Z', by: 'ada', why: 'orders' };
const queue = { name: 'partsweep-settle', deadLetters: false, waiting: 999, delayed: 2, inFlight: 3, later: null };
const failedAccount = (name: string | null, code: 'role-not-assumable' | 'bucket-gone') => ({
  ...{ account: '300000000001', name, reason: reason(code) },
});
const problem = (region: Region | null, code: 'forwarder-gap' | 'bucket-gone') => ({
  ...{ account: place.account, region, source: { kind: 'bucket', name: 'b' } as const, reason: reason(code) },
  ...{ at: '', run: '' },
});
const another = (change: object) => ({
  id: 'o-tour000001',
  managementAccountId: MANAGEMENT,
  featureSet: 'ALL',
  ...change,
});
const bootstrap = (version: string | undefined) =>
  seen({ ...stack(), outputs: version === undefined ? {} : { BootstrapVersion: version } });

/** Worlds, by what is the matter with them; each is `good` but for that. */
const WORLDS: Readonly<Record<string, Partial<Facts>>> = {
  'all is well': {},
  'nobody may look': {
    ...{
      caller: unseen(null),
      organization: unseen('a:B'),
      stackSetsAccess: unseen('a:B'),
      administrators: unseen('a:B'),
    },
    ...{ accounts: unseen('a:B'), concurrency: unseen('a:B'), bootstrap: unseen('a:B'), hub: unseen('a:B') },
    ...{ deadLetters: unseen(null), regions: [{ region: 'eu-central-1', look: unseen('a:B') }] },
    ...hubStack(unseen('a:B')),
    stackSets: [{ name: 'partsweep-roles', look: unseen('a:B') }],
  },
  'it makes no sense yet': { hub: { kind: 'skipped', why: 'needs the hub' } },
  'another account': { caller: seen({ account: MANAGEMENT, arn: 'arn:x' }) },
  'no organization': { organization: seen(null) },
  'another organization': { organization: seen(another({ id: 'o-other00001' })) },
  'another management account': { organization: seen(another({ managementAccountId: HUB })) },
  'billing alone': { organization: seen(another({ featureSet: 'CONSOLIDATED_BILLING' })) },
  'no trusted access': { stackSetsAccess: seen('DISABLED') },
  'no delegated administrator': { administrators: seen([]) },
  'other delegated administrators': { administrators: seen(['1', '2']) },
  'a hub in the management account': {
    settings: settings({ hubAccountId: MANAGEMENT, callAs: 'SELF' }),
    administrators: seen([]),
  },
  'as many accounts as there may be': { accounts: seen({ count: 100_000, whole: true }) },
  'too many accounts': { accounts: seen({ count: 100_001, whole: false }) },
  'a Region that is off, and one that there is not': {
    regions: [
      { region: 'me-south-1', look: seen('off') },
      { region: 'xx-none-1', look: seen('unknown') },
    ],
  },
  'few functions': { concurrency: seen(10) },
  'just enough functions': { concurrency: seen(settings().maximumConcurrency + settings().surveyConcurrency + 1) },
  'no bootstrap': { bootstrap: seen(null), stacks: [] },
  'no bootstrap, and a hub that nobody may see': { bootstrap: seen(null), ...hubStack(unseen('a:B')) },
  'no bootstrap, and no hub': { bootstrap: seen(null), ...hubStack(seen(null)) },
  'another bootstrap': { bootstrap: seen(null) },
  'an old bootstrap': { bootstrap: bootstrap('5') },
  'the oldest bootstrap': { bootstrap: bootstrap('6') },
  'a bootstrap without a version': { bootstrap: bootstrap(undefined) },
  'no hub': hubStack(seen(null)),
  'a hub in another Region': hubStack(seen(stack('IMPORT_COMPLETE')), 'us-east-1'),
  'a hub under way': hubStack(seen(stack('UPDATE_IN_PROGRESS'))),
  'a hub that was updated': hubStack(seen(stack('UPDATE_COMPLETE'))),
  'a hub that was rolled back': hubStack(
    seen({ ...stack('UPDATE_ROLLBACK_COMPLETE'), statusReason: `a\n b ${'x'.repeat(300)}` }),
  ),
  'a hub that failed': hubStack(seen(stack('CREATE_FAILED'))),
  'no stack set': { stackSets: [{ name: 'partsweep-roles', look: seen(null) }] },
  'a stack set in no account': instances(),
  'a stack set under way': instances(instance('SUCCEEDED'), instance('PENDING'), instance('RUNNING')),
  'a stack set that was not counted whole': {
    stackSets: [{ name: 'partsweep-roles', look: seen({ ...NO_INSTANCES, current: 5_000, whole: false }) }],
  },
  'one failed instance': instances(
    instance('SUCCEEDED'),
    instance('SKIPPED_SUSPENDED_ACCOUNT'),
    instance('FAILED', 'role\nexists'),
  ),
  'several failed instances': {
    ...instances(
      instance('FAILED'),
      instance('INOPERABLE'),
      instance('FAILED', null, { account: '300000000002', region: 'us-east-1' }),
    ),
    settings: settings({ targets: ['ou-abcd-11111111', 'ou-abcd-22222222'], hubAccountId: MANAGEMENT, callAs: 'SELF' }),
  },
  'one account alone, with a failed instance': {
    settings: settings({ scope: 'account' }),
    ...instances(instance('FAILED')),
  },
  'stacks in the management account': { settings: settings({ deployToManagementAccount: true }) },
  'stacks in the management account, which is the hub': {
    settings: settings({ deployToManagementAccount: true, hubAccountId: MANAGEMENT, callAs: 'SELF' }),
  },
  'accounts that could not be looked through': withHub({
    accounts: { known: 5_000, neverVisited: 1_200 },
    failedAccounts: {
      count: 1_003,
      first: [failedAccount('x\ny', 'role-not-assumable'), failedAccount(null, 'bucket-gone')],
    },
  }),
  'accounts that were never looked through': withHub({ accounts: { known: 1_000, neverVisited: 7 } }),
  'no account known': withHub({ accounts: { known: 0, neverVisited: 0 } }),
  'places that cannot be seen': withHub({
    fleetProblems: { count: 1_002, first: [problem(place.region, 'forwarder-gap'), problem(null, 'bucket-gone')] },
  }),
  'few messages': withHub({ queues: [queue, { ...queue, name: 'dead', deadLetters: true, waiting: 9_999 }] }),
  'many messages that fall': withHub({
    queues: [
      { ...queue, waiting: 1_000, later: 999 },
      { ...queue, name: 'b', waiting: 1_000 },
    ],
  }),
  'many messages that do not fall': withHub({
    queues: [{ ...queue, waiting: 1_000, later: 1_000 }, { ...queue, name: 'b', waiting: 5_000, later: 6_000 }, queue],
  }),
  'dead letters': {
    deadLetters: seen([
      { queue: 'settle', code: 'a\nb', text: 'c\nd', count: 1_000 },
      { queue: 'sweep', code: 'e', text: 'f', count: 1 },
    ]),
  },
  'a pause of everything': withHub({ paused: { all: pause, units: {}, accounts: {} } }),
  'a pause of parts': withHub({
    paused: { all: null, units: { 'ou-abcd-11111111': pause }, accounts: { '300000000001': { ...pause, why: '' } } },
  }),
  'a switch that cannot be read': withHub({ paused: null }),
  'a sweep just now': withHub({ lastSweep: { ageSeconds: 3_599 } }),
  'an old sweep': withHub({ lastSweep: { ageSeconds: 61 * 3_600 } }),
  'a sweep that is old enough': withHub({ lastSweep: { ageSeconds: 60 * 3_600 + 3_599 } }),
  'the first sweep under way': withHub({ lastSweep: null, underWay: [{}] } as Partial<SeenHub>),
  'no sweep yet': { ...withHub({ lastSweep: null }), ...hubStack(seen(stack('CREATE_COMPLETE', NOW - 60 * HOUR))) },
  'no sweep yet, of a hub that nobody sees': { ...withHub({ lastSweep: null }), stacks: [] },
  'no sweep for long': {
    ...withHub({ lastSweep: null }),
    ...hubStack(seen(stack('CREATE_COMPLETE', NOW - 60 * HOUR - 1))),
  },
};

const shown = (change: Partial<Facts>): readonly string[] =>
  checks(change).map(({ id, title, standing, text, remedy, details }) =>
    [
      `${id} (${title}) ${standing}: ${text}`,
      ...(remedy === null ? [] : [`  ${remedy}`]),
      ...details.map((line) => `  - ${line}`),
    ].join('\n'),
  );
const WELL = shown({});

/** What a person is to read, by world. */
const SAID = new Map(
  readFileSync(join(__dirname, 'said.md'), 'utf8')
    .split('\n## ')
    .slice(1)
    .map((section) => {
      const [name = '', ...lines] = section.split('\n');
      return [name, lines.join('\n').trim()] as const;
    }),
);

test.each(Object.entries(WORLDS))('where the matter is "%s", doctor says what is written down', (name, change) => {
  const said = name === 'all is well' ? WELL : shown(change).filter((check) => !WELL.includes(check));
  expect(said.join('\n').trim()).toBe(SAID.get(name));
});

test('nothing is written down that no world says', () => {
  expect([...SAID.keys()]).toEqual(Object.keys(WORLDS));
});
