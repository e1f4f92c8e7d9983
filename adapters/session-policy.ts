import { type AccountId, type BucketName, bucketKind } from '../core/identifiers';
import type { Mode } from '../core/mode';

/** Longest inline session policy in characters. Source: AssumeRole, AWS STS API Reference. */
const LONGEST_POLICY = 2_048;

export interface SessionPolicyProps {
  readonly partition: string;
  readonly account: AccountId;
  /** A session for `audit` cannot write. */
  readonly mode: Mode;
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

/** The policy of a session that can list and read every bucket of its account and write none. */
export const SURVEY_POLICY = document([
  allow(
    [
      's3:ListAllMyBuckets',
      's3:GetLifecycleConfiguration',
      's3:GetBucketTagging',
      'tag:GetResources',
      's3express:ListAllMyDirectoryBuckets',
      's3express:GetLifecycleConfiguration',
      's3express:ListTagsForResource',
      's3express:GetBucketPolicy',
    ],
    '*',
  ),
]);

function policyOf(buckets: readonly BucketName[], { partition, account, mode }: SessionPolicyProps): string {
  const statements: object[] = [];
  const named = (kind: ReturnType<typeof bucketKind>) => buckets.filter((bucket) => bucketKind(bucket) === kind);
  const general = named('general-purpose').map((bucket) => `arn:${partition}:s3:::${bucket}`);
  if (general.length > 0) {
    const actions = ['s3:GetLifecycleConfiguration', 's3:GetBucketTagging'];
    statements.push(allow([...actions, ...(mode === 'apply' ? ['s3:PutLifecycleConfiguration'] : [])], general));
  }
  // the Region is known of most, but one that was wrong must not cost a session
  const directory = named('directory').map((bucket) => `arn:${partition}:s3express:*:${account}:bucket/${bucket}`);
  if (directory.length > 0) {
    const actions = [
      's3express:GetLifecycleConfiguration',
      's3express:ListTagsForResource',
      's3express:GetBucketPolicy',
    ];
    statements.push(
      allow([...actions, ...(mode === 'apply' ? ['s3express:PutLifecycleConfiguration'] : [])], directory),
    );
  }
  return document(statements);
}

function allow(Action: readonly string[], Resource: string | readonly string[]): object {
  return { Effect: 'Allow', Action, Resource };
}

function document(Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
