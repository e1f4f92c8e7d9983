import { createHash } from 'node:crypto';
import { renderXml } from '../../wire/xml';
import type { BucketOperation } from './bucket-operations';
import type { DefaultReadName } from './operation';
import { noSuchDocument } from './s3-errors';
import { answer } from './xml-answer';
import { S3_NAMESPACE } from './xml-body';

const XMLNS = { xmlns: S3_NAMESPACE };
const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * What S3 answers of a bucket on which nothing of the kind was ever set. Nothing can be here: the writes are not modelled, and refused.
 * Source: the operations' pages and "Error responses", S3 API Reference. An owner has no DisplayName since November 2025.
 */
export const DEFAULT_READS: Readonly<Record<DefaultReadName, BucketOperation>> = {
  GetBucketAcl: ({ owner }) => {
    const ID = canonicalId(owner);
    const Grantee = { '@xmlns:xsi': SCHEMA_INSTANCE, '@xsi:type': 'CanonicalUser', ID };
    const AccessControlList = { Grant: { Grantee, Permission: 'FULL_CONTROL' } };
    return answer(renderXml('AccessControlPolicy', { Owner: { ID }, AccessControlList }, XMLNS));
  },
  GetBucketLogging: () => answer(renderXml('BucketLoggingStatus', {}, XMLNS)),
  GetBucketNotificationConfiguration: () => answer(renderXml('NotificationConfiguration', {}, XMLNS)),
  GetBucketReplication: ({ name }) => {
    throw noSuchDocument('ReplicationConfigurationNotFoundError', 'The replication configuration was not found', name);
  },
  GetBucketWebsite: ({ name }) => {
    throw noSuchDocument(
      'NoSuchWebsiteConfiguration',
      'The specified bucket does not have a website configuration',
      name,
    );
  },
};

/** An account's canonical user ID: 64 hexadecimal digits that nobody can tell from the account's. */
function canonicalId(account: string): string {
  return createHash('sha256').update(`canonical user of ${account}`).digest('hex');
}
