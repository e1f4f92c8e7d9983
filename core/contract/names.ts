/**
 * The names that infrastructure, functions and command line agree on. Fixed names, because the trust of the member role
 * and the hub's permissions are written with them before the other side exists.
 */

/** ID of the one lifecycle rule that is ours. */
export const RULE_ID = 'partsweep-abort-incomplete-multipart-uploads';

export const EXCLUDE_TAG = 'partsweep:exclude';
export const DAYS_TAG = 'partsweep:days';

/** Index of the inventory's table by verdict, last visit and problem. */
export const STATE_INDEX = 'by-state' as const;

export const DEFAULT_QUALIFIER = 'partsweep';

/** Names of one deployment; `qualifier` tells deployments in one organization apart. */
export interface Names {
  readonly bus: string;
  readonly settleQueue: string;
  readonly settleDeadLetterQueue: string;
  /** Events that EventBridge could not put into the settle queue. */
  readonly undeliveredQueue: string;
  readonly sweepQueue: string;
  readonly sweepDeadLetterQueue: string;
  readonly accountQueue: string;
  readonly accountDeadLetterQueue: string;
  /** What `write-report` is asked. */
  readonly reportQueue: string;
  readonly reportDeadLetterQueue: string;
  /** Archive of the central bus, for replay. */
  readonly archive: string;
  /** Rule on the central bus that feeds the settle queue. */
  readonly settleRule: string;
  /** Rule on the central bus that puts new stacks of the stack sets into the sweep queue. */
  readonly stackRule: string;
  /** Rule on the central bus that puts changes of the organization into the sweep queue. */
  readonly organizationRule: string;
  /** Schedule of the sweep of everything. */
  readonly sweepSchedule: string;
  /** Schedule of the look for accounts that were never surveyed. */
  readonly rosterSchedule: string;
  /** In the hub: what EventBridge Scheduler assumes. */
  readonly schedulerRole: string;
  readonly reconcileFunction: string;
  readonly startSweepFunction: string;
  readonly surveyFunction: string;
  readonly reportFunction: string;
  /** Execution role of `reconcile-bucket`, in the hub. */
  readonly reconcileRole: string;
  readonly startSweepRole: string;
  readonly surveyRole: string;
  readonly reportRole: string;
  readonly inventoryTable: string;
  readonly alarmTopic: string;
  readonly dashboard: string;
  /** In every account: what the hub's functions assume. */
  readonly memberRole: string;
  /** In every account: what EventBridge assumes to put events onto the central bus. */
  readonly forwarderRole: string;
  readonly forwarderRule: string;
  /** In every account's home Region: forwards that the stack with the forwarding rule is there. */
  readonly stackForwarderRule: string;
  /** In the management account: forwards changes of the organization, by a role of the same name. */
  readonly organizationForwarderRule: string;
  readonly metricNamespace: string;
  /** Stack set with the roles of every account. */
  readonly roleStackSet: string;
}

export function names(qualifier: string): Names {
  return {
    bus: qualifier,
    settleQueue: `${qualifier}-settle`,
    settleDeadLetterQueue: `${qualifier}-settle-dead-letters`,
    undeliveredQueue: `${qualifier}-undelivered-events`,
    sweepQueue: `${qualifier}-sweep`,
    sweepDeadLetterQueue: `${qualifier}-sweep-dead-letters`,
    accountQueue: `${qualifier}-accounts`,
    accountDeadLetterQueue: `${qualifier}-account-dead-letters`,
    reportQueue: `${qualifier}-reports`,
    reportDeadLetterQueue: `${qualifier}-report-dead-letters`,
    archive: qualifier,
    settleRule: `${qualifier}-settle`,
    stackRule: `${qualifier}-stacks`,
    organizationRule: `${qualifier}-organization`,
    sweepSchedule: `${qualifier}-sweep`,
    rosterSchedule: `${qualifier}-roster`,
    schedulerRole: `${qualifier}-scheduler`,
    reconcileFunction: `${qualifier}-reconcile-bucket`,
    startSweepFunction: `${qualifier}-start-sweep`,
    surveyFunction: `${qualifier}-survey-account`,
    reportFunction: `${qualifier}-write-report`,
    reconcileRole: `${qualifier}-reconcile-bucket`,
    startSweepRole: `${qualifier}-start-sweep`,
    surveyRole: `${qualifier}-survey-account`,
    reportRole: `${qualifier}-write-report`,
    inventoryTable: `${qualifier}-inventory`,
    alarmTopic: `${qualifier}-alarms`,
    dashboard: qualifier,
    memberRole: `${qualifier}-member`,
    forwarderRole: `${qualifier}-forwarder`,
    forwarderRule: `${qualifier}-bucket-events`,
    stackForwarderRule: `${qualifier}-stack-events`,
    organizationForwarderRule: `${qualifier}-organization-events`,
    metricNamespace: qualifier,
    roleStackSet: `${qualifier}-roles`,
  };
}

/** Begins the keys of the report's files in the private bucket. */
export const REPORT_PREFIX = 'reports/';

/** Name of the private bucket: the report, and the before-images that do not fit into the inventory's table. */
export function inventoryBucket(qualifier: string, account: string, region: string): string {
  return `${qualifier}-inventory-${account}-${region}`;
}

/** Names of the stack sets: the roles first, then the forwarders in the order of `regions`. */
export function stackSetNames(qualifier: string, regions: readonly string[]): readonly string[] {
  return [names(qualifier).roleStackSet, ...regions.map((region) => forwarderStackSet(qualifier, region))];
}

/** Name of the stack set with the forwarding rule of one Region. */
export function forwarderStackSet(qualifier: string, region: string): string {
  return `${qualifier}-forwarder-${region}`;
}

/** ARN of a role of ours; `path` begins and ends with `/`. */
export function roleArn(partition: string, account: string, path: string, roleName: string): string {
  return `arn:${partition}:iam::${account}:role${path}${roleName}`;
}

/** Every role of one deployment, in the hub or in a member. */
export function roleNamesOf(own: Names): readonly string[] {
  const inHub = [own.reconcileRole, own.startSweepRole, own.surveyRole, own.reportRole, own.schedulerRole];
  return [...inHub, own.memberRole, own.forwarderRole, own.organizationForwarderRule];
}

/** Every queue of the hub. */
export function queueNamesOf(own: Names): readonly string[] {
  return [
    own.settleQueue,
    own.settleDeadLetterQueue,
    own.undeliveredQueue,
    own.sweepQueue,
    own.sweepDeadLetterQueue,
    own.accountQueue,
    own.accountDeadLetterQueue,
    own.reportQueue,
    own.reportDeadLetterQueue,
  ];
}
