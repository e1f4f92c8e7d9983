import { z } from 'zod';

const flag = z.union([z.boolean(), z.enum(['true', 'false'])]).transform((value) => String(value) === 'true');
const whole = z.coerce.number().int();
const text = z.string();

const transition = z.strictObject({
  StorageClass: text,
  TransitionInDays: whole.optional(),
  TransitionDate: text.optional(),
});

const lifecycleRule = z.strictObject({
  Id: text.optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  Prefix: text.optional(),
  TagFilters: z.array(z.strictObject({ Key: text, Value: text })).optional(),
  ObjectSizeGreaterThan: whole.optional(),
  ObjectSizeLessThan: whole.optional(),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: whole }).optional(),
  ExpirationDate: text.optional(),
  ExpirationInDays: whole.optional(),
  ExpiredObjectDeleteMarker: flag.optional(),
  NoncurrentVersionExpiration: z
    .strictObject({ NoncurrentDays: whole, NewerNoncurrentVersions: whole.optional() })
    .optional(),
  NoncurrentVersionTransitions: z
    .array(z.strictObject({ StorageClass: text, TransitionInDays: whole, NewerNoncurrentVersions: whole.optional() }))
    .optional(),
  Transitions: z.array(transition).optional(),
});

/** Properties of `AWS::S3::Bucket` that are modelled. Source: its page, CloudFormation Template Reference. */
export const bucketSchema = z.strictObject({
  // what every bucket has where ACLs are off
  AccessControl: z.literal('Private').optional(),
  BucketName: text.optional(),
  BucketEncryption: z
    .strictObject({
      ServerSideEncryptionConfiguration: z
        .array(
          z.strictObject({
            BucketKeyEnabled: flag.optional(),
            ServerSideEncryptionByDefault: z.strictObject({
              SSEAlgorithm: text,
              KMSMasterKeyID: text.optional(),
            }),
          }),
        )
        .length(1),
    })
    .optional(),
  LifecycleConfiguration: z
    .strictObject({
      Rules: z.array(lifecycleRule).min(1),
      TransitionDefaultMinimumObjectSize: text.optional(),
    })
    .optional(),
  OwnershipControls: z.strictObject({ Rules: z.array(z.strictObject({ ObjectOwnership: text })).length(1) }).optional(),
  PublicAccessBlockConfiguration: z
    .strictObject({
      BlockPublicAcls: flag.optional(),
      BlockPublicPolicy: flag.optional(),
      IgnorePublicAcls: flag.optional(),
      RestrictPublicBuckets: flag.optional(),
    })
    .optional(),
  Tags: z.array(z.strictObject({ Key: text, Value: text })).optional(),
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
});

export type BucketProperties = z.infer<typeof bucketSchema>;
export type LifecycleRuleProperties = z.infer<typeof lifecycleRule>;

export const bucketPolicySchema = z.strictObject({
  Bucket: text,
  PolicyDocument: z.union([z.record(text, z.unknown()), text]),
});
