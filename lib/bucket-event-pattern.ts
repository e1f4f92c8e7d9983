import {
  BUCKET_EVENT_DETAIL_TYPE,
  BUCKET_EVENT_NAMES,
  BUCKET_EVENT_SERVICES,
  BUCKET_EVENT_SOURCES,
} from '../core/contract/bucket-events';

/** Longest event pattern, in characters. Source: "Amazon EventBridge quotas". */
const MAX_PATTERN_LENGTH = 2_048;

/** An EventBridge pattern, as `AWS::Events::Rule` takes it. */
export type EventPattern = Readonly<Record<string, unknown>>;

/** Successful changes of buckets, whoever made them: what the hub takes in. */
export function bucketEventPattern(): EventPattern {
  return pattern({});
}

/**
 * The same, without what the member role did itself: our own writes must not come back. `anything-but` alone would
 * drop root and IAM users, whose events have no session issuer.
 *
 * @throws RangeError when the pattern is longer than EventBridge takes
 */
export function foreignBucketEventPattern(memberRoleArn: string): EventPattern {
  const result = pattern({
    userIdentity: {
      sessionContext: { sessionIssuer: { arn: [{ exists: false }, { 'anything-but': memberRoleArn }] } },
    },
  });
  // tokens are short; ARNs are at most 2,048 characters, and partition and account take fewer than the 40 added here
  const length = JSON.stringify(result).length + 40;
  if (length > MAX_PATTERN_LENGTH) {
    throw new RangeError(
      `event pattern has ${length} characters, at most ${MAX_PATTERN_LENGTH} are allowed: shorten the path`,
    );
  }
  return result;
}

function pattern(more: Readonly<Record<string, unknown>>): EventPattern {
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
