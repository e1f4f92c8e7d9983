/** The environment of `reconcile-bucket`: written by the infrastructure, read by the function, typed once for both. */
export interface ReconcileBucketEnvironment {
  readonly PARTSWEEP_QUALIFIER: string;
  /** Path of the member roles, `/` or `/…/`. */
  readonly PARTSWEEP_ROLE_PATH: string;
  readonly PARTSWEEP_PARTITION: string;
  readonly PARTSWEEP_HOME_REGION: string;
  /** `organization` or `account`. */
  readonly PARTSWEEP_SCOPE: 'organization' | 'account';
  /** `apply` writes; `audit` reports what it would write. */
  readonly PARTSWEEP_MODE: 'apply' | 'audit';
  /** Wanted DaysAfterInitiation, a whole number, 1 or more. */
  readonly PARTSWEEP_DAYS: string;
  /** `add`, `accept` or `report`. */
  readonly PARTSWEEP_ON_LONGER_RULE: 'add' | 'accept' | 'report';
  /** `true` or `false`: whether a bucket's own tag may exclude it. */
  readonly PARTSWEEP_BUCKET_OPT_OUT: 'true' | 'false';
  /** JSON array of bucket name patterns with `*`, such as `["cdk-*"]`. */
  readonly PARTSWEEP_EXCLUDED_BUCKET_NAMES: string;
  /** Delay of the settle queue in seconds, 1 to 900. */
  readonly PARTSWEEP_SETTLE_SECONDS: string;
  /** Visibility after the first failed try in seconds; doubles with each further one. */
  readonly PARTSWEEP_RETRY_SECONDS: string;
  /** Tries after which a message goes to the dead-letter queue with its reason. */
  readonly PARTSWEEP_MAX_TRIES: string;
  /** Age in seconds after which an account's profile is read again. */
  readonly PARTSWEEP_PROFILE_SECONDS: string;
  readonly PARTSWEEP_SETTLE_QUEUE_URL: string;
  readonly PARTSWEEP_DEAD_LETTER_QUEUE_URL: string;
}
