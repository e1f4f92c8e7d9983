import { renderXml, type XmlTree } from '../../../wire/xml';
import { S3_NAMESPACE } from '../xml-body';
import type { BucketProperties, LifecycleRuleProperties } from './bucket-schema';

/** One document that a bucket's properties ask for: the body of a PUT of a subresource. */
export interface BucketDocument {
  readonly subresource: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The requests that make a new bucket what its properties say, in order. `systemTags` are CloudFormation's own. */
export function bucketDocuments(
  properties: BucketProperties,
  systemTags: readonly { readonly Key: string; readonly Value: string }[],
): readonly BucketDocument[] {
  const {
    BucketEncryption,
    LifecycleConfiguration: lifecycle,
    OwnershipControls,
    VersioningConfiguration,
  } = properties;
  const encryption = BucketEncryption?.ServerSideEncryptionConfiguration[0];
  const ownership = OwnershipControls?.Rules[0];
  const size = lifecycle?.TransitionDefaultMinimumObjectSize;
  const access = properties.PublicAccessBlockConfiguration;
  const Tag = [...(properties.Tags ?? []), ...systemTags];
  const documents = [
    encryption === undefined
      ? undefined
      : document('encryption', 'ServerSideEncryptionConfiguration', {
          Rule: {
            ApplyServerSideEncryptionByDefault: encryption.ServerSideEncryptionByDefault,
            BucketKeyEnabled: encryption.BucketKeyEnabled,
          },
        }),
    access === undefined
      ? undefined
      : document('publicAccessBlock', 'PublicAccessBlockConfiguration', {
          BlockPublicAcls: access.BlockPublicAcls ?? false,
          IgnorePublicAcls: access.IgnorePublicAcls ?? false,
          BlockPublicPolicy: access.BlockPublicPolicy ?? false,
          RestrictPublicBuckets: access.RestrictPublicBuckets ?? false,
        }),
    ownership === undefined ? undefined : document('ownershipControls', 'OwnershipControls', { Rule: ownership }),
    document('tagging', 'Tagging', { TagSet: { Tag } }),
    VersioningConfiguration === undefined
      ? undefined
      : document('versioning', 'VersioningConfiguration', VersioningConfiguration),
    lifecycle === undefined
      ? undefined
      : {
          ...document('lifecycle', 'LifecycleConfiguration', { Rule: lifecycle.Rules.map(lifecycleRule) }),
          headers: size === undefined ? {} : { 'x-amz-transition-default-minimum-object-size': size },
        },
  ];
  return documents.filter((each) => each !== undefined);
}

function document(subresource: string, root: string, tree: XmlTree): BucketDocument {
  return { subresource, body: renderXml(root, tree, { xmlns: S3_NAMESPACE }) };
}

/** CloudFormation speaks V2: a rule without any filter has one with an empty prefix. */
function lifecycleRule(rule: LifecycleRuleProperties): XmlTree {
  const expiration = {
    Date: rule.ExpirationDate,
    Days: rule.ExpirationInDays,
    ExpiredObjectDeleteMarker: rule.ExpiredObjectDeleteMarker,
  };
  const expires = Object.values(expiration).some((value) => value !== undefined);
  return {
    ID: rule.Id,
    Filter: filter(rule),
    Status: rule.Status,
    Expiration: expires ? expiration : undefined,
    Transition: rule.Transitions?.map(({ TransitionDate, TransitionInDays, StorageClass }) => ({
      Date: TransitionDate,
      Days: TransitionInDays,
      StorageClass,
    })),
    NoncurrentVersionTransition: rule.NoncurrentVersionTransitions?.map(
      ({ TransitionInDays, NewerNoncurrentVersions, StorageClass }) => ({
        NoncurrentDays: TransitionInDays,
        NewerNoncurrentVersions,
        StorageClass,
      }),
    ),
    NoncurrentVersionExpiration: rule.NoncurrentVersionExpiration,
    AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
  };
}

function filter(rule: LifecycleRuleProperties): XmlTree {
  const tags = rule.TagFilters ?? [];
  const parts = {
    Prefix: rule.Prefix,
    Tag: tags,
    ObjectSizeGreaterThan: rule.ObjectSizeGreaterThan,
    ObjectSizeLessThan: rule.ObjectSizeLessThan,
  };
  const count = [rule.Prefix, rule.ObjectSizeGreaterThan, rule.ObjectSizeLessThan, ...tags].filter(
    (part) => part !== undefined,
  ).length;
  return count === 0 ? { Prefix: '' } : count === 1 ? parts : { And: parts };
}
