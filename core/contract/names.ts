/**
 * The names that infrastructure, functions and command line agree on. Fixed names, because the trust of the member role
 * and the hub's permissions are written with them before the other side exists.
 */

/** ID of the one lifecycle rule that is ours. */
export const RULE_ID = 'partsweep-abort-incomplete-multipart-uploads';

export const EXCLUDE_TAG = 'partsweep:exclude';
export const DAYS_TAG = 'partsweep:days';

export const DEFAULT_QUALIFIER = 'partsweep';

/** Names of one deployment; `qualifier` tells deployments in one organization apart. */
export interface Names {
  readonly bus: string;
  readonly settleQueue: string;
  readonly settleDeadLetterQueue: string;
  /** Events that EventBridge could not put into the settle queue. */
  readonly undeliveredQueue: string;
  /** Archive of the central bus, for replay. */
  readonly archive: string;
  /** Rule on the central bus that feeds the settle queue. */
  readonly settleRule: string;
  readonly reconcileFunction: string;
  /** Execution role of `reconcile-bucket`, in the hub. */
  readonly reconcileRole: string;
  /** In every account: what the hub's functions assume. */
  readonly memberRole: string;
  /** In every account: what EventBridge assumes to put events onto the central bus. */
  readonly forwarderRole: string;
  readonly forwarderRule: string;
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
    archive: qualifier,
    settleRule: `${qualifier}-settle`,
    reconcileFunction: `${qualifier}-reconcile-bucket`,
    reconcileRole: `${qualifier}-reconcile-bucket`,
    memberRole: `${qualifier}-member`,
    forwarderRole: `${qualifier}-forwarder`,
    forwarderRule: `${qualifier}-bucket-events`,
    metricNamespace: qualifier,
    roleStackSet: `${qualifier}-roles`,
  };
}

/** Name of the stack set with the forwarding rule of one Region. */
export function forwarderStackSet(qualifier: string, region: string): string {
  return `${qualifier}-forwarder-${region}`;
}

/** ARN of a role of ours; `path` begins and ends with `/`. */
export function roleArn(partition: string, account: string, path: string, roleName: string): string {
  return `arn:${partition}:iam::${account}:role${path}${roleName}`;
}
