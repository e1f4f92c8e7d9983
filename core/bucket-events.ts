import { changeOf } from './change';
import {
  BUCKET_EVENT_SERVICES,
  DELETED_EVENT_NAME,
  RECONCILE_EVENT_NAMES,
  TAGS_EVENT_NAMES,
} from './contract/bucket-events';
import { type Fields, fields, includes, isFailed, shown, timeOf } from './event-fields';
import { foreignWriteOf } from './foreign-write';
import {
  type AccountId,
  type BucketKind,
  bucketKind,
  parseBucketName,
  parseRegion,
  type Region,
  regionOfLocation,
} from './identifiers';
import { type IgnoredEvent, ignored, type ReconcileEvent } from './interpreted-event';
import { type ReasonCode, reason } from './reasons';

/**
 * What a CloudTrail record of S3 asks for. `account` is the one that vouches for the record, `envelopeRegion` the Region of the
 * envelope that it came in, if any. Never throws.
 */
export function interpretBucketEvent(
  record: Fields,
  account: AccountId,
  envelopeRegion: unknown,
): ReconcileEvent | IgnoredEvent {
  const eventName = record['eventName'];
  const parameters = fields(record['requestParameters']) ?? {};
  const bucket = parseBucketName(parameters['bucketName']);
  const named = regionOf(record, parameters, envelopeRegion);
  const { region } = named;
  const kind =
    bucket === undefined
      ? null
      : record['eventSource'] === 's3express.amazonaws.com'
        ? 'directory'
        : bucketKind(bucket);
  const known = { account, region: region ?? null, bucket: bucket ?? null, kind };
  const ignore = (code: ReasonCode, detail?: string): IgnoredEvent => ignored(reason(code, detail), known);
  const eventTime = timeOf(record['eventTime']);

  if (!includes(BUCKET_EVENT_SERVICES, record['eventSource'])) {
    return ignore('other-source', shown(record['eventSource']));
  }
  if (record['recipientAccountId'] !== undefined && record['recipientAccountId'] !== account) {
    return ignore('other-recipient', shown(record['recipientAccountId']));
  }
  if (isFailed(record)) return ignore('failed-call', shown(record['errorCode']));
  const owner = otherOwner(record['resources'], account);
  if (eventName === DELETED_EVENT_NAME) {
    return { ...ignore('bucket-deleted'), deletedAt: owner === undefined ? eventTime : null };
  }
  if (!includes(RECONCILE_EVENT_NAMES, eventName)) return ignore('other-event', shown(eventName));
  if (bucket === undefined || kind === null) {
    return ignore('impossible-bucket-name', shown(parameters['bucketName']));
  }
  if (owner !== undefined) return ignore('bucket-of-another-account', owner);
  if (region === undefined) return ignore('impossible-region', shown(named.text));
  const createsBucket = eventName === 'CreateBucket';
  const change = changeOf(record);
  return {
    action: 'reconcile',
    account,
    region,
    bucket,
    kind,
    reason: reason('bucket-event', eventName),
    eventName,
    eventTime,
    createsBucket,
    provesNew: createsBucket && isRefusedForOldBucket(named, kind),
    tagsChanged: includes(TAGS_EVENT_NAMES, eventName),
    change: change ?? null,
    write: foreignWriteOf(record, change) ?? null,
  };
}

interface NamedRegion {
  readonly text: unknown;
  /** Undefined when the text is no Region. */
  readonly region: Region | undefined;
  /** Whether a LocationConstraint names it. */
  readonly isLocation: boolean;
}

/** The Region that the record names: LocationConstraint of a new bucket, else the Region called, else the envelope's. */
function regionOf(record: Fields, parameters: Fields, envelopeRegion: unknown): NamedRegion {
  if (record['eventName'] === 'CreateBucket') {
    const configuration = fields(parameters['CreateBucketConfiguration'] ?? parameters['createBucketConfiguration']);
    const text = configuration?.['LocationConstraint'] ?? configuration?.['locationConstraint'];
    if (text !== undefined && text !== null && text !== '') {
      return { text, region: regionOfLocation(text), isLocation: true };
    }
  }
  const text = record['awsRegion'] ?? envelopeRegion;
  return { text, region: parseRegion(text), isLocation: false };
}

/**
 * Whether CreateBucket would have failed had the bucket been there. Without a LocationConstraint a general purpose bucket is in
 * us-east-1, whatever Region the record names; a directory bucket is always in the Region called.
 */
function isRefusedForOldBucket({ region, isLocation }: NamedRegion, kind: BucketKind): boolean {
  return region !== 'us-east-1' && (isLocation || kind === 'directory');
}

/** An account other than `account` that the record names as owner of the bucket. */
function otherOwner(resources: unknown, account: AccountId): string | undefined {
  if (!Array.isArray(resources)) return undefined;
  for (const resource of resources) {
    const entry = fields(resource);
    if (entry?.['type'] !== 'AWS::S3::Bucket') continue;
    const owner = entry['accountId'];
    if (owner !== undefined && owner !== null && owner !== account) return shown(owner);
  }
  return undefined;
}
