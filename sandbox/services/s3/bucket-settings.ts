import { AwsError, NotModelledError } from '../../aws-error';
import { childOf, childText, renderXml, type XmlNode } from '../../wire/xml';
import type { DefaultEncryption } from './bucket';
import type { BucketOperation } from './bucket-operations';
import { invalidArgument, malformedXml } from './s3-errors';
import { answer } from './xml-answer';
import { leafText, members, readDocument, S3_NAMESPACE } from './xml-body';

const XMLNS = { xmlns: S3_NAMESPACE };
const PUBLIC_ACCESS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
const OWNERSHIP = 'BucketOwnerEnforced';

/**
 * Versioning and default encryption, which are kept, and the block of public access and object ownership, which are as they are with
 * every new bucket: anything else is not modelled. Source: the operations' pages, S3 API Reference.
 */
export const BUCKET_SETTINGS = {
  GetBucketVersioning: ({ versioning }) => answer(renderXml('VersioningConfiguration', { Status: versioning }, XMLNS)),
  PutBucketVersioning: (bucket, { call }) => {
    const root = readDocument(call.request.body, 'VersioningConfiguration');
    members(root, ['Status', 'MfaDelete']);
    if ((childText(root, 'MfaDelete') ?? 'Disabled') !== 'Disabled') throw new NotModelledError('MFA delete');
    const status = childText(root, 'Status');
    if (status === undefined) {
      throw new AwsError('IllegalVersioningConfigurationException', 'The Versioning element must be specified');
    }
    if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
    bucket.versioning = status;
    return { status: 200 };
  },
  GetBucketEncryption: ({ encryption }) => {
    const byDefault = { SSEAlgorithm: encryption.algorithm, KMSMasterKeyID: encryption.kmsKeyId };
    const Rule = { ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: encryption.bucketKey };
    return answer(renderXml('ServerSideEncryptionConfiguration', { Rule }, XMLNS));
  },
  PutBucketEncryption: (bucket, { call }) => {
    bucket.encryption = readEncryption(readDocument(call.request.body, 'ServerSideEncryptionConfiguration'));
    return { status: 200 };
  },
  GetPublicAccessBlock: () => {
    const flags = Object.fromEntries(PUBLIC_ACCESS.map((name) => [name, true]));
    return answer(renderXml('PublicAccessBlockConfiguration', flags, XMLNS));
  },
  PutPublicAccessBlock: (_, { call }) => {
    const root = readDocument(call.request.body, 'PublicAccessBlockConfiguration');
    members(root, PUBLIC_ACCESS);
    for (const name of PUBLIC_ACCESS) {
      if (childText(root, name)?.toLowerCase() !== 'true') throw new NotModelledError(`a bucket without ${name}`);
    }
    return { status: 200 };
  },
  GetBucketOwnershipControls: () =>
    answer(renderXml('OwnershipControls', { Rule: { ObjectOwnership: OWNERSHIP } }, XMLNS)),
  PutBucketOwnershipControls: (_, { call }) => {
    const [rule] = members(readDocument(call.request.body, 'OwnershipControls'), ['Rule']);
    const [ownership] = rule === undefined ? [] : members(rule, ['ObjectOwnership']);
    if (ownership === undefined) throw malformedXml();
    const value = leafText(ownership);
    if (value !== OWNERSHIP) throw new NotModelledError(`object ownership ${value}`);
    return { status: 200 };
  },
} satisfies Readonly<Record<string, BucketOperation>>;

function readEncryption(root: XmlNode): DefaultEncryption {
  const [rule] = members(root, ['Rule']);
  if (rule === undefined) throw malformedXml();
  members(rule, ['ApplyServerSideEncryptionByDefault', 'BucketKeyEnabled']);
  const byDefault = childOf(rule, 'ApplyServerSideEncryptionByDefault');
  if (byDefault === undefined) throw malformedXml();
  members(byDefault, ['SSEAlgorithm', 'KMSMasterKeyID']);
  const algorithm = childText(byDefault, 'SSEAlgorithm');
  const kmsKeyId = childText(byDefault, 'KMSMasterKeyID');
  if (algorithm === 'aws:kms:dsse') throw new NotModelledError('encryption in two layers (aws:kms:dsse)');
  if (algorithm !== 'AES256' && algorithm !== 'aws:kms') throw malformedXml();
  if (algorithm === 'AES256' && kmsKeyId !== undefined) {
    throw invalidArgument(
      'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms',
      'ApplyServerSideEncryptionByDefault',
    );
  }
  return { algorithm, kmsKeyId, bucketKey: childText(rule, 'BucketKeyEnabled') === 'true' };
}
