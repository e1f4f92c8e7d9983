import {
  ACCOUNT_VERDICTS,
  accountsMetric,
  BUCKET_VERDICTS,
  bucketsMetric,
  METRICS,
} from '../../../core/contract/metrics';
import * as contract from '../../../core/contract/names';
import { VERDICTS } from '../../../core/outcome';

// what is deployed, and what people built upon it, knows these names: another one is a breaking change
test('names stay what they are in every deployment', () => {
  expect(contract.names('acme')).toEqual({
    bus: 'acme',
    settleQueue: 'acme-settle',
    settleDeadLetterQueue: 'acme-settle-dead-letters',
    undeliveredQueue: 'acme-undelivered-events',
    sweepQueue: 'acme-sweep',
    sweepDeadLetterQueue: 'acme-sweep-dead-letters',
    accountQueue: 'acme-accounts',
    accountDeadLetterQueue: 'acme-account-dead-letters',
    reportQueue: 'acme-reports',
    reportDeadLetterQueue: 'acme-report-dead-letters',
    archive: 'acme',
    settleRule: 'acme-settle',
    stackRule: 'acme-stacks',
    organizationRule: 'acme-organization',
    sweepSchedule: 'acme-sweep',
    rosterSchedule: 'acme-roster',
    schedulerRole: 'acme-scheduler',
    reconcileFunction: 'acme-reconcile-bucket',
    startSweepFunction: 'acme-start-sweep',
    surveyFunction: 'acme-survey-account',
    reportFunction: 'acme-write-report',
    reconcileRole: 'acme-reconcile-bucket',
    startSweepRole: 'acme-start-sweep',
    surveyRole: 'acme-survey-account',
    reportRole: 'acme-write-report',
    inventoryTable: 'acme-inventory',
    alarmTopic: 'acme-alarms',
    dashboard: 'acme',
    memberRole: 'acme-member',
    forwarderRole: 'acme-forwarder',
    forwarderRule: 'acme-bucket-events',
    stackForwarderRule: 'acme-stack-events',
    organizationForwarderRule: 'acme-organization-events',
    metricNamespace: 'acme',
    roleStackSet: 'acme-roles',
  });
  expect(contract.inventoryBucket('acme', '111122223333', 'eu-central-1')).toBe(
    'acme-inventory-111122223333-eu-central-1',
  );
  expect(contract.stackSetNames('acme', ['eu-central-1', 'us-east-1'])).toEqual([
    'acme-roles',
    'acme-forwarder-eu-central-1',
    'acme-forwarder-us-east-1',
  ]);
  expect(contract.roleArn('aws-cn', '111122223333', '/teams/', 'acme-member')).toBe(
    'arn:aws-cn:iam::111122223333:role/teams/acme-member',
  );
  const { RULE_ID, EXCLUDE_TAG, DAYS_TAG, STATE_INDEX, DEFAULT_QUALIFIER, REPORT_PREFIX } = contract;
  expect([RULE_ID, EXCLUDE_TAG, DAYS_TAG]).toEqual([
    'partsweep-abort-incomplete-multipart-uploads',
    'partsweep:exclude',
    'partsweep:days',
  ]);
  expect([STATE_INDEX, DEFAULT_QUALIFIER, REPORT_PREFIX]).toEqual(['by-state', 'partsweep', 'reports/']);
});

test('the lists of roles and queues hold each role and queue once', () => {
  const names = contract.names('acme');
  const endings = (word: string) => Object.entries(names).flatMap(([key, name]) => (key.endsWith(word) ? [name] : []));
  expect([...contract.queueNamesOf(names)].sort()).toEqual(endings('Queue').sort());
  const roles = [...endings('Role'), names.organizationForwarderRule];
  expect([...contract.roleNamesOf(names)].sort()).toEqual(roles.sort());
});

test('metrics keep their names', () => {
  expect(METRICS).toEqual({
    sweepAccountsFailed: 'sweep-accounts-failed',
    accountsMissing: 'accounts-missing',
    fleetProblems: 'fleet-problems',
    forwarderGaps: 'forwarder-gaps',
    failuresThatMayPause: 'failures-that-may-pause',
    pausedByItself: 'paused-by-itself',
    lostUpdates: 'lost-updates',
    lostUpdatesRepaired: 'lost-updates-repaired',
  });
  expect(bucketsMetric('covered')).toBe('buckets-covered');
  expect(accountsMetric('denied')).toBe('accounts-denied');
  expect(BUCKET_VERDICTS).toEqual(VERDICTS);
  expect(ACCOUNT_VERDICTS).toEqual(['covered', 'excluded', 'denied', 'failed']);
});
