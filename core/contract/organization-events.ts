/**
 * The events of AWS Organizations after which an account may be in or out: one joined, moved, or it or an OU was tagged.
 * They appear in us-east-1 alone, in the account that made the call. Source: "Logging AWS Organizations API calls with AWS
 * CloudTrail", AWS Organizations User Guide.
 */
export const ORGANIZATION_EVENT_NAMES = ['CreateAccountResult', 'MoveAccount', 'TagResource', 'UntagResource'] as const;

export const ORGANIZATION_EVENT_SOURCE = 'aws.organizations';

/** CloudTrail `eventSource` that belongs to that source. */
export const ORGANIZATION_EVENT_SERVICE = 'organizations.amazonaws.com';

/** `CreateAccountResult` is an event of the service's own, the others are calls. */
export const ORGANIZATION_EVENT_DETAIL_TYPES = [
  'AWS API Call via CloudTrail',
  'AWS Service Event via CloudTrail',
] as const;
