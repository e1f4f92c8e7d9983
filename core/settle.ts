import {
  type AccountId,
  type BucketName,
  parseAccountId,
  parseBucketName,
  parseRegion,
  type Region,
} from './identifiers';

/** For how long a bucket may keep settling before it is reported, in milliseconds. */
export const LONGEST_SETTLING_MS = 24 * 3600 * 1000;
/** Longest delay of an SQS message in seconds. */
export const LONGEST_DELAY_SECONDS = 900;

/** What was written and not yet seen: the digests before and after, and how often it was looked for. */
export interface PendingWrite {
  readonly before: { readonly rules: number; readonly digest: string };
  readonly digest: string;
  readonly tries: number;
}

/** Our message in the settle queue: what the bucket looked like, and when. Times are ISO 8601. */
export interface SettleMessage {
  readonly version: 1;
  readonly account: AccountId;
  readonly region: Region;
  readonly bucket: BucketName;
  /** Digest of the configuration that was seen. */
  readonly digest: string;
  /** Since when that digest is what was seen. */
  readonly sightedAt: string;
  /** When the bucket was first found to need a write. */
  readonly firstSightedAt: string;
  /** There once the rule was written and S3 showed the old state. */
  readonly wrote?: PendingWrite;
  /** ID of a write of ours that seems to have replaced somebody else's. */
  readonly suspect?: string;
  /** The sweep's run that found the bucket; absent when an event did. */
  readonly run?: string;
}

/**
 * A message that takes our rule out of one bucket. `undo`: because somebody asked, and the bucket is held since. `exclusion`: because the
 * bucket became excluded.
 */
export interface TakeOutMessage {
  readonly version: 1;
  readonly task: 'undo' | 'exclusion';
  readonly account: AccountId;
  readonly region: Region;
  readonly bucket: BucketName;
  /** Who asked. */
  readonly by: string;
  /** ISO 8601. */
  readonly requestedAt: string;
  readonly run?: string;
}

/** The settle message in `value`; undefined when it is none of ours. Never throws. */
export function parseSettleMessage(value: unknown): SettleMessage | undefined {
  if (!isRecord(value) || value['version'] !== 1) return undefined;
  const account = parseAccountId(value['account']);
  const region = parseRegion(value['region']);
  const bucket = parseBucketName(value['bucket']);
  const digest = parseDigest(value['digest']);
  const sightedAt = parseTime(value['sightedAt']);
  const firstSightedAt = parseTime(value['firstSightedAt']);
  if (!account || !region || !bucket || !digest || !sightedAt || !firstSightedAt) return undefined;
  const run = parseName(value['run']);
  const suspect = parseName(value['suspect']);
  const message = {
    ...({ version: 1, account, region, bucket, digest, sightedAt, firstSightedAt } as const),
    ...(run === undefined ? {} : { run }),
    ...(suspect === undefined ? {} : { suspect }),
  };
  if (value['wrote'] === undefined) return message;
  const wrote = parsePendingWrite(value['wrote']);
  return wrote === undefined ? undefined : { ...message, wrote };
}

/** The message in `value` that takes our rule out; undefined when it is none. Never throws. */
export function parseTakeOutMessage(value: unknown): TakeOutMessage | undefined {
  if (!isRecord(value) || value['version'] !== 1) return undefined;
  const task = (['undo', 'exclusion'] as const).find((candidate) => candidate === value['task']);
  const account = parseAccountId(value['account']);
  const region = parseRegion(value['region']);
  const bucket = parseBucketName(value['bucket']);
  const by = parseName(value['by']);
  const requestedAt = parseTime(value['requestedAt']);
  const run = parseName(value['run']);
  if (!task || !account || !region || !bucket || !by || !requestedAt) return undefined;
  return { version: 1, task, account, region, bucket, by, requestedAt, ...(run === undefined ? {} : { run }) };
}

function parsePendingWrite(value: unknown): PendingWrite | undefined {
  if (!isRecord(value) || !isRecord(value['before'])) return undefined;
  const digest = parseDigest(value['digest']);
  const before = parseDigest(value['before']['digest']);
  const rules = value['before']['rules'];
  const tries = value['tries'];
  if (!digest || !before || !isCount(rules) || !isCount(tries)) return undefined;
  return { before: { rules, digest: before }, digest, tries };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function parseDigest(value: unknown): string | undefined {
  return typeof value === 'string' && value.length > 0 && value.length <= 200 ? value : undefined;
}

function parseName(value: unknown): string | undefined {
  return typeof value === 'string' && value.length > 0 && value.length <= 256 ? value : undefined;
}

function parseTime(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 40 && Number.isFinite(Date.parse(value)) ? value : undefined;
}
