import type { BucketName } from '../core/identifiers';

/** Longest inline session policy in characters. Source: AssumeRole, AWS STS API Reference. */
const LONGEST_POLICY = 2_048;

export interface SessionPolicyProps {
  readonly partition: string;
  /** `false`: the session cannot write. */
  readonly write: boolean;
}

export interface SessionPolicy {
  readonly buckets: readonly BucketName[];
  /** JSON of at most 2,048 characters. */
  readonly policy: string;
}

/** The fewest session policies that name each of `buckets`, in their order, and allow nothing else. */
export function policiesFor(buckets: readonly BucketName[], props: SessionPolicyProps): readonly SessionPolicy[] {
  const parts: SessionPolicy[] = [];
  let open: SessionPolicy | undefined;
  for (const bucket of new Set(buckets)) {
    const grown: BucketName[] = [...(open?.buckets ?? []), bucket];
    const policy = policyOf(grown, props);
    if (open !== undefined && policy.length > LONGEST_POLICY) {
      parts.push(open);
      open = { buckets: [bucket], policy: policyOf([bucket], props) };
    } else {
      open = { buckets: grown, policy };
    }
  }
  return open === undefined ? parts : [...parts, open];
}

function policyOf(buckets: readonly BucketName[], { partition, write }: SessionPolicyProps): string {
  const Action = ['s3:GetLifecycleConfiguration', 's3:GetBucketTagging'];
  if (write) Action.push('s3:PutLifecycleConfiguration');
  const Resource = buckets.map((bucket) => `arn:${partition}:s3:::${bucket}`);
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
}
