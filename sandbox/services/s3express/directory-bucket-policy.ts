import type { PolicyDocument } from '../../policy/document';
import type { BucketPolicyKind } from '../s3/bucket-policy';

/** For `readBucketPolicy`: a directory bucket's policy is about the bucket alone. */
export const DIRECTORY_BUCKET: BucketPolicyKind = {
  actionPrefix: 's3express',
  namesObjects: false,
  narrowingKeys: ['aws:principalorgid', 'aws:principalarn', 'aws:principalaccount', 'aws:userid'],
};

/**
 * What of a bucket policy counts for the operations of the control endpoint: they are granted "in an IAM identity-based policy instead
 * of a bucket policy" and "cross-account access isn't supported", so that only its denials are left. Undefined where there are none.
 * Source: each operation's permissions in the S3 API Reference.
 */
export function denialsOf(document: PolicyDocument | undefined): PolicyDocument | undefined {
  const denials = document?.Statement.filter(({ Effect }) => Effect === 'Deny') ?? [];
  return document === undefined || denials.length === 0 ? undefined : { ...document, Statement: denials };
}
