/**
 * The environments of the hub's functions: written by the infrastructure, read by the functions, typed once for both. The names and
 * values of one function are at most 4,096 bytes together. Source: "Lambda quotas".
 */

/** What every function has. */
export interface HubEnvironment {
  readonly PARTSWEEP_QUALIFIER: string;
  readonly PARTSWEEP_HOME_REGION: string;
  /** `organization` or `account`. */
  readonly PARTSWEEP_SCOPE: 'organization' | 'account';
  /** `apply` writes; `audit` reports what it would write. */
  readonly PARTSWEEP_MODE: 'apply' | 'audit';
  /** JSON object of modes by the ID of an OU or account, such as `{"ou-abcd-12345678":"apply"}`. */
  readonly PARTSWEEP_MODES: string;
  /** JSON array of IDs of OUs or of the root whose accounts take part, or `null` where every account does. */
  readonly PARTSWEEP_TARGETS: string;
  /** Wanted DaysAfterInitiation, a whole number, 1 or more. */
  readonly PARTSWEEP_DAYS: string;
  /** Delay of the settle queue in seconds, 1 to 900. */
  readonly PARTSWEEP_SETTLE_SECONDS: string;
  /** Visibility after the first failed try in seconds; doubles with each further one. */
  readonly PARTSWEEP_RETRY_SECONDS: string;
  /** Tries after which a message goes to the dead-letter queue with its reason. */
  readonly PARTSWEEP_MAX_TRIES: string;
  /** Age in seconds at which the pause switch is read again, 0 to 60. */
  readonly PARTSWEEP_PAUSE_SECONDS: string;
  /** Name of the table. */
  readonly PARTSWEEP_INVENTORY_TABLE: string;
  readonly PARTSWEEP_SETTLE_QUEUE_URL: string;
  /** Of the queue that the function works off. */
  readonly PARTSWEEP_DEAD_LETTER_QUEUE_URL: string;
}

/** What functions that look at buckets have. */
export interface MemberEnvironment {
  /** Path of the member roles, `/` or `/…/`. */
  readonly PARTSWEEP_ROLE_PATH: string;
  readonly PARTSWEEP_PARTITION: string;
  readonly PARTSWEEP_ON_LONGER_RULE: 'add' | 'accept' | 'report';
  readonly PARTSWEEP_ON_FOREIGN_CONFIGURATION: 'merge' | 'report' | 'skip';
  readonly PARTSWEEP_ON_MANAGED_CONFIGURATION: 'merge' | 'report' | 'skip';
  /** Removals within so many days after which a bucket is contested. */
  readonly PARTSWEEP_CONTESTED_AFTER: string;
  readonly PARTSWEEP_CONTESTED_DAYS: string;
  /** What happens to our rule in a bucket that becomes excluded. */
  readonly PARTSWEEP_RULE_OF_EXCLUDED_BUCKETS: 'keep' | 'remove';
  /** `true` or `false`: whether a bucket's own tag may exclude it. */
  readonly PARTSWEEP_BUCKET_OPT_OUT: 'true' | 'false';
  /** JSON array of bucket name patterns with `*`, such as `["cdk-*"]`. */
  readonly PARTSWEEP_EXCLUDED_BUCKET_NAMES: string;
  /** Name of the central bus, for the events of changed outcomes. */
  readonly PARTSWEEP_BUS_NAME: string;
}

/** What the functions of the sweep have. */
export interface SweepEnvironment {
  readonly PARTSWEEP_SWEEP_QUEUE_URL: string;
  readonly PARTSWEEP_ACCOUNT_QUEUE_URL: string;
  /** For how long the function may run, in seconds. */
  readonly PARTSWEEP_TIMEOUT_SECONDS: string;
}

export interface ReconcileBucketEnvironment extends HubEnvironment, MemberEnvironment {
  /** `true` or `false`: whether rules of somebody else that a write of ours replaced are put back. */
  readonly PARTSWEEP_REPAIR_LOST_UPDATES: 'true' | 'false';
  /** Age in seconds after which an account's profile is read again. */
  readonly PARTSWEEP_PROFILE_SECONDS: string;
  /** Most writes in one hour, and for one sweep. */
  readonly PARTSWEEP_WRITES_PER_HOUR: string;
  readonly PARTSWEEP_WRITES_PER_SWEEP: string;
  /** Name of the private bucket with before-images that do not fit into the table, and the account that it must be of. */
  readonly PARTSWEEP_IMAGE_BUCKET: string;
  readonly PARTSWEEP_HUB_ACCOUNT_ID: string;
}

export interface StartSweepEnvironment extends HubEnvironment, SweepEnvironment {
  readonly PARTSWEEP_REPORT_QUEUE_URL: string;
  /** Age in seconds after which an account's profile is read again. */
  readonly PARTSWEEP_PROFILE_SECONDS: string;
  readonly PARTSWEEP_HUB_ACCOUNT_ID: string;
  /** Twelve digits, or `none` in scope `account`. */
  readonly PARTSWEEP_MANAGEMENT_ACCOUNT_ID: string;
  /** `true` or `false`: whether the management account takes part, which no stack set reaches. */
  readonly PARTSWEEP_DEPLOY_TO_MANAGEMENT_ACCOUNT: 'true' | 'false';
  /** As whom StackSets is asked. */
  readonly PARTSWEEP_CALL_AS: 'SELF' | 'DELEGATED_ADMIN';
  /** JSON array of the names of our stack sets; empty in scope `account`. */
  readonly PARTSWEEP_STACK_SET_NAMES: string;
}

export interface SurveyAccountEnvironment extends HubEnvironment, MemberEnvironment, SweepEnvironment {
  /** JSON array of Regions whose bucket events are forwarded. */
  readonly PARTSWEEP_FORWARDED_REGIONS: string;
  /** JSON array of Regions that are asked for directory buckets. */
  readonly PARTSWEEP_DIRECTORY_BUCKET_REGIONS: string;
}

/** What `write-report` has, which looks at the inventory and at nothing else. */
export interface WriteReportEnvironment
  extends Pick<
    HubEnvironment,
    | 'PARTSWEEP_QUALIFIER'
    | 'PARTSWEEP_HOME_REGION'
    | 'PARTSWEEP_RETRY_SECONDS'
    | 'PARTSWEEP_MAX_TRIES'
    | 'PARTSWEEP_INVENTORY_TABLE'
    | 'PARTSWEEP_DEAD_LETTER_QUEUE_URL'
  > {
  readonly PARTSWEEP_HUB_ACCOUNT_ID: string;
  /** `none` in scope `account`. */
  readonly PARTSWEEP_ORGANIZATION_ID: string;
  /** Name of the private bucket that the report is written into. */
  readonly PARTSWEEP_REPORT_BUCKET: string;
  readonly PARTSWEEP_REPORT_QUEUE_URL: string;
}
