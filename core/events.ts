import {
  BUCKET_EVENT_DETAIL_TYPE,
  BUCKET_EVENT_NAMES,
  BUCKET_EVENT_SERVICES,
  BUCKET_EVENT_SOURCES,
} from './contract/bucket-events';
import {
  type AccountId,
  bucketKind,
  parseAccountId,
  parseBucketName,
  parseRegion,
  type Region,
  regionOfLocation,
} from './identifiers';
import type { IgnoredEvent, InterpretedEvent } from './interpreted-event';
import { interpretOrganizationEvent } from './organization-events';
import { type ReasonCode, reason } from './reasons';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What an EventBridge event, or a bare CloudTrail record, asks for. Never throws, whatever `input` is. The account is
 * the one that EventBridge stamped on the envelope; a bare record's is its `recipientAccountId`. A bucket's Region is
 * its LocationConstraint where there is one, else the Region that was called: a hint, S3 itself has the last word.
 */
export function interpretEvent(input: unknown): InterpretedEvent {
  const event = fields(input);
  if (event === undefined) return ignore('not-an-event');
  const detail = fields(event['detail']);
  if (isEnvelope(event)) {
    if (detail === undefined) return ignore('not-an-event', 'it has no detail');
    return interpretEnvelope(event, detail);
  }
  if (typeof event['eventSource'] !== 'string' || typeof event['eventName'] !== 'string') return ignore('not-an-event');
  const account = parseAccountId(event['recipientAccountId']);
  if (account === undefined) return ignore('impossible-account', shown(event['recipientAccountId']));
  if (event['eventSource'] === 'organizations.amazonaws.com') return interpretOrganizationEvent(event);
  return interpretRecord(event, account, undefined);
}

/** Whether `input` looks like what EventBridge delivers, rather than a bare record. */
export function isEnvelope(input: unknown): boolean {
  const event = fields(input);
  return event !== undefined && ('detail' in event || 'detail-type' in event || 'source' in event);
}

function interpretEnvelope(event: Fields, detail: Fields): InterpretedEvent {
  const { source } = event;
  const account = parseAccountId(event['account']);
  if (source === 'aws.organizations') {
    if (account === undefined) return ignore('impossible-account', shown(event['account']));
    return interpretOrganizationEvent(detail);
  }
  if (!includes(BUCKET_EVENT_SOURCES, source)) return ignore('other-source', shown(source));
  if (event['detail-type'] !== BUCKET_EVENT_DETAIL_TYPE) return ignore('other-event', shown(event['detail-type']));
  if (account === undefined) return ignore('impossible-account', shown(event['account']));
  return interpretRecord(detail, account, event['region']);
}

function interpretRecord(record: Fields, account: AccountId, envelopeRegion: unknown): InterpretedEvent {
  const eventName = record['eventName'];
  const parameters = fields(record['requestParameters']) ?? {};
  const bucket = parseBucketName(parameters['bucketName']);
  const { text, region } = regionOf(record, parameters, envelopeRegion);
  const kind =
    bucket === undefined
      ? null
      : record['eventSource'] === 's3express.amazonaws.com'
        ? 'directory'
        : bucketKind(bucket);
  const known = { account, region: region ?? null, bucket: bucket ?? null, kind };
  const ignored = (code: ReasonCode, detail?: string): IgnoredEvent => ignore(code, detail, known);

  if (!includes(BUCKET_EVENT_SERVICES, record['eventSource'])) {
    return ignored('other-source', shown(record['eventSource']));
  }
  if (record['recipientAccountId'] !== undefined && record['recipientAccountId'] !== account) {
    return ignored('other-recipient', shown(record['recipientAccountId']));
  }
  if (record['errorCode'] !== undefined && record['errorCode'] !== null) {
    return ignored('failed-call', shown(record['errorCode']));
  }
  if (eventName === 'DeleteBucket') return ignored('bucket-deleted');
  if (!includes(BUCKET_EVENT_NAMES, eventName)) return ignored('other-event', shown(eventName));
  if (bucket === undefined || kind === null) {
    return ignored('impossible-bucket-name', shown(parameters['bucketName']));
  }
  const owner = otherOwner(record['resources'], account);
  if (owner !== undefined) return ignored('bucket-of-another-account', owner);
  if (region === undefined) return ignored('impossible-region', shown(text));
  return {
    action: 'reconcile',
    account,
    region,
    bucket,
    kind,
    reason: reason('bucket-event', eventName),
    eventName,
    eventTime: timeOf(record['eventTime']),
    createsBucket: eventName === 'CreateBucket',
  };
}

/** The Region that the record names: LocationConstraint of a new bucket, else the Region called, else the envelope's. */
function regionOf(record: Fields, parameters: Fields, envelopeRegion: unknown): NamedRegion {
  if (record['eventName'] === 'CreateBucket') {
    const configuration = fields(parameters['CreateBucketConfiguration'] ?? parameters['createBucketConfiguration']);
    const text = configuration?.['LocationConstraint'] ?? configuration?.['locationConstraint'];
    if (text !== undefined && text !== null && text !== '') return { text, region: regionOfLocation(text) };
  }
  const text = record['awsRegion'] ?? envelopeRegion;
  return { text, region: parseRegion(text) };
}

interface NamedRegion {
  readonly text: unknown;
  /** Undefined when the text is no Region. */
  readonly region: Region | undefined;
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

const NOTHING = { account: null, region: null, bucket: null, kind: null } as const;

function ignore(
  code: ReasonCode,
  detail?: string,
  known: Pick<IgnoredEvent, 'account' | 'region' | 'bucket' | 'kind'> = NOTHING,
): IgnoredEvent {
  return { action: 'ignore', ...known, reason: reason(code, detail) };
}

function timeOf(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(time) ? time : null;
}

function includes<T extends string>(list: readonly T[], value: unknown): value is T {
  return (list as readonly unknown[]).includes(value);
}

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** A value from outside for a reason's text: short, on one line. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value !== 'string') return `a value of type ${Array.isArray(value) ? 'list' : typeof value}`;
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…"` : text;
}
