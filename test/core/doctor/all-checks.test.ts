import { allChecks, sums } from '../../../core/doctor/all-checks';
import type { Facts } from '../../../core/doctor/facts';
import { NO_INSTANCES, withInstances } from '../../../core/doctor/stack-instances';
import type { AccountId, Region } from '../../../core/identifiers';
import { reason } from '../../../core/reasons';
import { check, checks, good, HUB, MANAGEMENT, NOW, seen, settings, stack, withHub } from './doctor-world';

test('is fine throughout where everything is, but for the trail, which nobody looks at', () => {
  expect(sums(checks())).toEqual({ fine: checks().length - 1, wrong: 0, unknown: 1, skipped: 0 });
  expect(check('trail')).toMatchObject({ standing: 'unknown', remedy: expect.stringContaining('aws cloudtrail') });
});

test('every check has an ID of its own', () => {
  const ids = checks().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

const failed = { account: '300000000001' as AccountId, region: 'eu-central-1' as Region, stackSet: 'partsweep-roles' };
const instances = withInstances(NO_INSTANCES, [
  { ...failed, detailedStatus: 'SUCCEEDED', statusReason: null },
  { ...failed, detailedStatus: 'SKIPPED_SUSPENDED_ACCOUNT', statusReason: null },
  { ...failed, detailedStatus: 'FAILED', statusReason: 'role\nexists' },
]);
const pause = { since: '2026-11-23T10:00:00Z', by: 'ada', why: 'orders' };

test.each<[string, string, Partial<Facts>, string]>([
  ['no credentials', 'credentials', { caller: { kind: 'unseen', why: 'none', permission: null } }, 'aws sso login'],
  [
    'another account',
    'hub-account',
    { caller: seen({ account: MANAGEMENT, arn: 'a' }) },
    'partsweep init --hub-account',
  ],
  ['no organization', 'organization', { organization: seen(null) }, 'partsweep init --scope account'],
  [
    'another organization',
    'organization',
    { organization: seen({ id: 'o-other00001', managementAccountId: MANAGEMENT, featureSet: 'ALL' }) },
    'partsweep init --organization-id o-other00001',
  ],
  [
    'billing alone',
    'organization',
    { organization: seen({ id: 'o-tour000001', managementAccountId: MANAGEMENT, featureSet: 'CONSOLIDATED_BILLING' }) },
    'aws organizations enable-all-features',
  ],
  ['no trusted access', 'trusted-access', { stackSetsAccess: seen('DISABLED') }, 'activate-organizations-access'],
  [
    'no delegated administrator',
    'delegated-administrator',
    { administrators: seen([]) },
    `register-delegated-administrator --account-id ${HUB} --service-principal member.org.stacksets.cloudformation.amazonaws.com`,
  ],
  ['too many accounts', 'stack-set-quota', { accounts: seen({ count: 100_001, whole: true }) }, 'partsweep init'],
  [
    'a Region that is off',
    'region:me-south-1',
    { regions: [{ region: 'me-south-1', look: seen('off') }] },
    'aws account enable-region --region-name me-south-1',
  ],
  ['few functions', 'function-concurrency', { concurrency: seen(10) }, 'L-B99A9384'],
  ['no bootstrap', 'bootstrap', { bootstrap: seen(null), stacks: [] }, `npx cdk bootstrap aws://${HUB}/eu-central-1`],
  [
    'an old bootstrap',
    'bootstrap',
    { bootstrap: seen({ ...stack(), outputs: { BootstrapVersion: '5' } }) },
    'npx cdk bootstrap',
  ],
  [
    'no hub',
    'stack:partsweep-hub',
    { stacks: [{ name: 'partsweep-hub', region: 'eu-central-1', look: seen(null) }] },
    'npx partsweep deploy',
  ],
  [
    'a stack that was rolled back',
    'stack:partsweep-hub',
    { stacks: [{ name: 'partsweep-hub', region: 'eu-central-1', look: seen(stack('UPDATE_ROLLBACK_COMPLETE')) }] },
    'describe-stack-events --stack-name partsweep-hub --region eu-central-1',
  ],
  [
    'no stack set',
    'stack-set:partsweep-roles',
    { stackSets: [{ name: 'partsweep-roles', look: seen(null) }] },
    'npx partsweep deploy',
  ],
  [
    'a failed stack instance',
    'stack-set:partsweep-roles',
    { stackSets: [{ name: 'partsweep-roles', look: seen(instances) }] },
    'update-stack-instances --stack-set-name partsweep-roles --call-as DELEGATED_ADMIN --region eu-central-1 --deployment-targets Accounts=300000000001,AccountFilterType=INTERSECTION,OrganizationalUnitIds=r-abcd --regions eu-central-1',
  ],
  [
    'an account without its role',
    'roles',
    withHub({
      failedAccounts: {
        count: 2,
        first: [{ account: '300000000001', name: 'x', reason: reason('role-not-assumable') }],
      },
    }),
    'partsweep sweep --account ID',
  ],
  [
    'a Region that sends no events',
    'fleet-problems',
    withHub({
      fleetProblems: {
        count: 1,
        first: [
          {
            account: failed.account,
            region: failed.region,
            source: { kind: 'bucket', name: 'b' },
            reason: reason('forwarder-gap'),
            at: '',
            run: '',
          },
        ],
      },
    }),
    'partsweep sweep --watch',
  ],
  [
    'a queue that backs up',
    'queues',
    withHub({
      queues: [{ name: 'partsweep-settle', deadLetters: false, waiting: 5_000, delayed: 0, inFlight: 0, later: 5_000 }],
    }),
    'maximumConcurrency',
  ],
  [
    'dead letters',
    'dead-letters',
    { deadLetters: seen([{ queue: 'settle', code: 'c', text: 't', count: 3 }]) },
    'partsweep redrive',
  ],
  [
    'a pause',
    'paused',
    withHub({ paused: { all: pause, units: {}, accounts: { '300000000001': pause } } }),
    'partsweep resume, partsweep resume --account 300000000001',
  ],
  ['a switch that cannot be read', 'paused', withHub({ paused: null }), 'partsweep status'],
  ['an old sweep', 'last-sweep', withHub({ lastSweep: { ageSeconds: 61 * 3_600 } }), 'partsweep sweep --watch'],
  [
    'no sweep, long after the deployment',
    'last-sweep',
    {
      ...withHub({ lastSweep: null }),
      stacks: [
        { name: 'partsweep-hub', region: 'eu-central-1', look: seen(stack('CREATE_COMPLETE', NOW - 61 * 3_600_000)) },
      ],
    },
    'partsweep sweep --watch',
  ],
])('%s is a cross, with the command that mends it', (_, id, change, command) => {
  expect(check(id, change)).toMatchObject({ standing: 'wrong', remedy: expect.stringContaining(command) });
});

test('a failed stack instance is named with its reason, on one line', () => {
  const { text, details } = check('stack-set:partsweep-roles', {
    stackSets: [{ name: 'partsweep-roles', look: seen(instances) }],
  });
  expect(text).toBe('1 in place, 1 of suspended accounts, 1 failed');
  expect(details).toEqual(['300000000001 eu-central-1: role exists']);
});

test('what may not be looked at is neither right nor wrong, and names the permission', () => {
  const denied = {
    kind: 'unseen',
    why: 'AccessDenied: no',
    permission: 'organizations:ListDelegatedAdministrators',
  } as const;
  expect(check('delegated-administrator', { administrators: denied })).toMatchObject({
    standing: 'unknown',
    text: 'not allowed to look: needs organizations:ListDelegatedAdministrators (AccessDenied: no)',
    remedy: expect.stringContaining('aws organizations list-delegated-administrators'),
  });
});

test('many messages that become fewer are fine', () => {
  const queue = { name: 'partsweep-settle', deadLetters: false, waiting: 5_000, delayed: 0, inFlight: 0, later: 4_000 };
  expect(check('queues', withHub({ queues: [queue] })).standing).toBe('fine');
});

test('a sweep that nobody has waited for yet is no cross', () => {
  expect(check('last-sweep', withHub({ lastSweep: null })).standing).toBe('unknown');
  expect(check('last-sweep', withHub({ lastSweep: { ageSeconds: 60 * 3_600 } })).standing).toBe('fine');
});

test('a stack under way is no cross', () => {
  const stacks = [{ name: 'partsweep-hub', region: 'eu-central-1', look: seen(stack('UPDATE_IN_PROGRESS')) }];
  expect(check('stack:partsweep-hub', { stacks }).standing).toBe('unknown');
});

test('a hub that is deployed without CDKToolkit was bootstrapped in another way', () => {
  expect(check('bootstrap', { bootstrap: seen(null) }).standing).toBe('unknown');
});

test('asks nothing of an organization where one account is covered alone', () => {
  const alone = settings({ scope: 'account' });
  const ids = allChecks({ ...good, settings: alone, stackSets: [] }, { line: String }).map(({ id }) => id);
  expect(ids).not.toContain('organization');
  expect(ids).not.toContain('trusted-access');
});

test('says that the stacks of the management account are in another one', () => {
  const found = check('management-stacks', { settings: settings({ deployToManagementAccount: true }) });
  expect(found).toMatchObject({ standing: 'unknown', remedy: expect.stringContaining('partsweep-roles') });
});
