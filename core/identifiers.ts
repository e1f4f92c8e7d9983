/** Domain identifiers, checked once at the door; inside, only these types travel. */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Twelve digits. */
export type AccountId = Branded<'AccountId'>;
/** A Region's code, such as `eu-central-1`. */
export type Region = Branded<'Region'>;
/** A bucket's name: characters that cannot widen an ARN, a policy or a log line. */
export type BucketName = Branded<'BucketName'>;

/** `directory`: S3 Express One Zone. */
export type BucketKind = 'general-purpose' | 'directory';

export function parseAccountId(value: unknown): AccountId | undefined {
  return typeof value === 'string' && /^\d{12}$/.test(value) ? (value as AccountId) : undefined;
}

/** The shape alone, so that a Region opened tomorrow is one. */
export function parseRegion(value: unknown): Region | undefined {
  return typeof value === 'string' && /^[a-z]{2,4}(-[a-z]{2,12}){1,3}-\d{1,2}$/.test(value)
    ? (value as Region)
    : undefined;
}

/**
 * Names that S3 has ever given: 3 to 63 characters today, up to 255 with capitals and underscores in us-east-1 before 2018.
 * Source: "General purpose bucket naming rules", Amazon S3 User Guide.
 */
export function parseBucketName(value: unknown): BucketName | undefined {
  return typeof value === 'string' &&
    /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/.test(value) &&
    !value.includes('..')
    ? (value as BucketName)
    : undefined;
}

/** Source: names of directory buckets end in `--x-s3`, and no other bucket's may. */
export function bucketKind(name: BucketName): BucketKind {
  return name.endsWith('--x-s3') ? 'directory' : 'general-purpose';
}

/** What a LocationConstraint says: absent is us-east-1, `EU` is eu-west-1. Undefined when it is no Region. */
export function regionOfLocation(location: unknown): Region | undefined {
  if (location === undefined || location === null || location === '') return 'us-east-1' as Region;
  if (location === 'EU') return 'eu-west-1' as Region;
  return parseRegion(location);
}
