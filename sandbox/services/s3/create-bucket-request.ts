import { AwsError, NotModelledError } from '../../aws-error';
import { isOptInRegion } from '../../organization/disabled-regions';
import type { WireRequest } from '../../wire/message';
import { childOf, type XmlNode } from '../../wire/xml';
import { illegalLocation, invalidArgument } from './s3-errors';
import { readTags } from './tagging';
import { leafText, members, readDocument } from './xml-body';

export interface BucketRequest {
  readonly region: string;
  /** As it was given; '' where none was. */
  readonly locationConstraint: string;
  readonly tags: ReadonlyMap<string, string>;
}

const GLOBAL_REGION = 'us-east-1';
const CANNED_ACLS = ['public-read', 'public-read-write', 'authenticated-read'];

/**
 * Reads headers and body of CreateBucket at the endpoint of `endpointRegion`. Throws AwsError IllegalLocationConstraintException,
 * InvalidLocationConstraint, MalformedXML, InvalidTag or the refusal of an ACL; NotModelledError for directory buckets, object lock and
 * object ownership other than the default.
 */
export function readBucketRequest(request: WireRequest, endpointRegion: string): BucketRequest {
  checkHeaders(request.headers);
  const configuration = request.body.length === 0 ? undefined : readDocument(request.body, 'CreateBucketConfiguration');
  const constraint = configuration === undefined ? '' : readConstraint(configuration);
  const tagSet = configuration === undefined ? undefined : childOf(configuration, 'Tags');
  return {
    region: chooseRegion(constraint, endpointRegion),
    locationConstraint: constraint,
    tags: tagSet === undefined ? new Map() : readTags(tagSet),
  };
}

function readConstraint(configuration: XmlNode): string {
  for (const name of ['Location', 'Bucket']) {
    if (childOf(configuration, name) !== undefined) throw new NotModelledError('directory buckets');
  }
  const nodes = members(configuration, ['LocationConstraint', 'Tags']);
  const node = nodes.find(({ name }) => name === 'LocationConstraint');
  return node === undefined ? '' : leafText(node).trim();
}

/**
 * Only the endpoint of us-east-1 creates buckets elsewhere, and in no opt-in Region. Sources: "CreateBucket", S3 API Reference, and answers
 * of S3 in public reports.
 */
function chooseRegion(constraint: string, endpointRegion: string): string {
  const region = constraint === 'EU' ? 'eu-west-1' : constraint === '' ? GLOBAL_REGION : constraint;
  if (constraint === GLOBAL_REGION || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', 400, {
      fields: { LocationConstraint: constraint },
    });
  }
  if (region !== endpointRegion && (endpointRegion !== GLOBAL_REGION || isOptInRegion(region))) {
    throw illegalLocation(constraint === '' ? 'unspecified' : constraint);
  }
  return region;
}

function checkHeaders(headers: WireRequest['headers']): void {
  const acl = headers['x-amz-acl'];
  const ownership = headers['x-amz-object-ownership'];
  const lock = headers['x-amz-bucket-object-lock-enabled'];
  if (lock !== undefined && lock.toLowerCase() !== 'false') throw new NotModelledError('object lock');
  if (ownership !== undefined && ownership !== 'BucketOwnerEnforced') {
    throw new NotModelledError(`object ownership ${ownership}`);
  }
  if (acl === undefined || acl === 'private') return;
  if (!CANNED_ACLS.includes(acl)) throw invalidArgument('', 'x-amz-acl', acl);
  throw new AwsError(
    'InvalidBucketAclWithObjectOwnership',
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
  );
}
