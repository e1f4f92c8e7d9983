import {
  BUCKET_EVENT_DETAIL_TYPE,
  BUCKET_EVENT_NAMES,
  BUCKET_EVENT_SERVICES,
  BUCKET_EVENT_SOURCES,
} from '../core/contract/bucket-events';
import {
  ORGANIZATION_EVENT_DETAIL_TYPES,
  ORGANIZATION_EVENT_NAMES,
  ORGANIZATION_EVENT_SERVICE,
  ORGANIZATION_EVENT_SOURCE,
} from '../core/contract/organization-events';
import {
  STACK_CREATED,
  STACK_EVENT_DETAIL_TYPE,
  STACK_EVENT_SOURCE,
  stackNamePrefix,
} from '../core/contract/stack-events';

/** Longest event pattern, in characters. Source: "Amazon EventBridge quotas". */
const MAX_PATTERN_LENGTH = 2_048;
/** Tokens are short; ARNs are at most 2,048 characters, and partition and account take fewer than these. */
const TOKEN_ALLOWANCE = 40;

/** An EventBridge pattern, as `AWS::Events::Rule` takes it. */
export type EventPattern = Readonly<Record<string, unknown>>;

/** Successful changes of buckets, whoever made them: what the hub takes in. */
export function bucketEventPattern(): EventPattern {
  return bucketEvents({});
}

/**
 * The same, without what the member role did itself: our own writes must not come back. `anything-but` alone would
 * drop root and IAM users, whose events have no session issuer.
 *
 * @throws RangeError when the pattern is longer than EventBridge takes
 */
export function foreignBucketEventPattern(memberRoleArn: string): EventPattern {
  const pattern = bucketEvents({
    userIdentity: {
      sessionContext: { sessionIssuer: { arn: [{ exists: false }, { 'anything-but': memberRoleArn }] } },
    },
  });
  return ofTakenLength(pattern, 'shorten the path');
}

/**
 * Stacks that one of the stack sets has created: the account or Region just joined. The names of stack sets hold letters, digits
 * and hyphens, so nothing in them is a wildcard. Source: "Wildcard matching", Amazon EventBridge User Guide.
 *
 * @throws RangeError when the pattern is longer than EventBridge takes
 */
export function stackCompletionPattern(stackSetNames: readonly string[]): EventPattern {
  const pattern = {
    source: [STACK_EVENT_SOURCE],
    'detail-type': [STACK_EVENT_DETAIL_TYPE],
    detail: {
      'status-details': { status: [STACK_CREATED] },
      'stack-id': stackSetNames.map((name) => ({ wildcard: `*:stack/${stackNamePrefix(name)}*` })),
    },
  };
  return ofTakenLength(pattern, 'name fewer stack sets');
}

/** Successful changes of accounts, of OUs' tags and of accounts' tags: in us-east-1 alone. */
export function organizationEventPattern(): EventPattern {
  return {
    source: [ORGANIZATION_EVENT_SOURCE],
    'detail-type': [...ORGANIZATION_EVENT_DETAIL_TYPES],
    detail: {
      eventSource: [ORGANIZATION_EVENT_SERVICE],
      eventName: [...ORGANIZATION_EVENT_NAMES],
      errorCode: [{ exists: false }],
    },
  };
}

function bucketEvents(more: Readonly<Record<string, unknown>>): EventPattern {
  return {
    source: [...BUCKET_EVENT_SOURCES],
    'detail-type': [BUCKET_EVENT_DETAIL_TYPE],
    detail: {
      eventSource: [...BUCKET_EVENT_SERVICES],
      eventName: [...BUCKET_EVENT_NAMES],
      // CloudTrail reports failed calls as well
      errorCode: [{ exists: false }],
      ...more,
    },
  };
}

function ofTakenLength(pattern: EventPattern, remedy: string): EventPattern {
  const length = JSON.stringify(pattern).length + TOKEN_ALLOWANCE;
  if (length > MAX_PATTERN_LENGTH) {
    throw new RangeError(
      `event pattern has ${length} characters, at most ${MAX_PATTERN_LENGTH} are allowed: ${remedy}`,
    );
  }
  return pattern;
}
