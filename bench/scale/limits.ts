/**
 * Limits and rates that AWS publishes, as far as they bind this program. A rate is of one account, shared by everybody in it.
 */
export const LIMITS = {
  organizations: {
    /** "Quotas for AWS Organizations", AWS Organizations User Guide. A second, sustained. */
    listTagsForResource: 10,
    describeAccount: 20,
    listAccounts: 8,
    /** The same page: accounts at most, on request. */
    accounts: 50_000,
  },
  /** "IAM and AWS STS quotas": requests a second, counted on the caller. */
  assumeRole: 600,
  /** "Lambda quotas": concurrent executions in a Region before anybody asks for more. */
  concurrentExecutions: 1_000,
  /** "AWS CloudFormation quotas": stack instances of a stack set. */
  stackInstances: 100_000,
  /** "Buckets overview", Amazon S3 User Guide: buckets of an account, on request. */
  bucketsOfAnAccount: 1_000_000,
} as const;
