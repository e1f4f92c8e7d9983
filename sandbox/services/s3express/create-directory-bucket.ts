import { AwsError, NotModelledError } from '../../aws-error';
import type { WireRequest } from '../../wire/message';
import { childOf, type XmlNode } from '../../wire/xml';
import { alreadyOwned, invalidRequest, malformedXml } from '../s3/s3-errors';
import { readTags } from '../s3/tagging';
import { leafText, members, readDocument } from '../s3/xml-body';
import type { DirectoryBucket } from './directory-bucket';
import { invalidBucketName, isZoneOf, zoneOfName } from './directory-bucket-name';

export interface DirectoryBucketRequest {
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * Reads the body of CreateBucket for a directory bucket at the control endpoint of `region`. Throws AwsError MalformedXML,
 * InvalidBucketName (also where name and Location disagree), InvalidRequest or InvalidTag, and NotModelledError for Local Zones.
 * Source: "CreateBucket", S3 API Reference; the codes are not documented.
 */
export function readDirectoryBucketRequest(request: WireRequest, name: string, region: string): DirectoryBucketRequest {
  const zone = zoneOfName(name);
  const configuration = readDocument(request.body, 'CreateBucketConfiguration');
  if (childOf(configuration, 'LocationConstraint') !== undefined) {
    throw invalidRequest('LocationConstraint is not supported for directory buckets.');
  }
  members(configuration, ['Location', 'Bucket', 'Tags']);
  const location = texts(configuration, 'Location', ['Type', 'Name']);
  const bucket = texts(configuration, 'Bucket', ['Type', 'DataRedundancy']);
  if (location['Type'] === 'LocalZone' || bucket['DataRedundancy'] === 'SingleLocalZone') {
    throw new NotModelledError('directory buckets in Local Zones');
  }
  if (location['Type'] !== 'AvailabilityZone' || location['Name'] === undefined) throw malformedXml();
  if (bucket['Type'] !== 'Directory' || bucket['DataRedundancy'] !== 'SingleAvailabilityZone') throw malformedXml();
  if (location['Name'] !== zone) throw invalidBucketName(name);
  if (!isZoneOf(zone, region)) throw invalidRequest(`The zone ${zone} is not one of the Region ${region}.`);
  const tags = childOf(configuration, 'Tags');
  return { tags: tags === undefined ? new Map() : readTags(tags) };
}

/** The answer for a name that is taken. Names are unique in their zone, whoever owns the bucket. */
export function takenName(existing: DirectoryBucket, account: string): AwsError {
  return existing.owner === account
    ? alreadyOwned(existing.name)
    : new AwsError(
        'BucketAlreadyExists',
        'The requested bucket name is not available. Please select a different name and try again.',
        409,
        { fields: { BucketName: existing.name } },
      );
}

function texts(
  parent: XmlNode,
  name: string,
  allowed: readonly string[],
): Readonly<Record<string, string | undefined>> {
  const node = childOf(parent, name);
  if (node === undefined) throw malformedXml();
  return Object.fromEntries(members(node, allowed).map((child) => [child.name, leafText(child).trim()]));
}
