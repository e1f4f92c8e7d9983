import type { BucketPlace, StoreProblem } from '../ports';

/** One multipart upload that was begun and neither completed nor aborted. */
export interface ListedUpload {
  readonly key: string;
  readonly uploadId: string;
  /** Milliseconds since 1970; null when the listing does not say. */
  readonly initiatedAt: number | null;
  /** S3's own, such as `STANDARD_IA`. */
  readonly storageClass: string;
}

/** Where a listing of uploads goes on: one key may have many uploads, so that the key alone is not enough. */
export interface UploadMarker {
  readonly key: string;
  readonly uploadId: string;
}

export type UploadsPage =
  | { readonly kind: 'page'; readonly uploads: readonly ListedUpload[]; readonly next: UploadMarker | null }
  | StoreProblem;

export type PartsPage =
  /** `next`: number of the last part, to go on after; null at the end. */
  | { readonly kind: 'page'; readonly parts: number; readonly bytes: number; readonly next: string | null }
  /** The upload was completed or aborted meanwhile. */
  | { readonly kind: 'ended' }
  | StoreProblem;

/** Incomplete uploads of general purpose buckets, for reading. */
export interface UploadStore {
  /** ListMultipartUploads, one page. */
  listUploads(place: BucketPlace, after: UploadMarker | null): Promise<UploadsPage>;
  /** ListParts, one page. */
  listParts(place: BucketPlace, upload: UploadMarker, after: string | null): Promise<PartsPage>;
}

/** Sums over uploads of one storage class. `parts` and `bytes` are worked out from a sample where not all were measured. */
export interface UploadClass {
  readonly storageClass: string;
  readonly uploads: number;
  readonly parts: number;
  readonly bytes: number;
  /** At list prices. */
  readonly usdPerMonth: number;
  /** The price table does not have this class in this Region: the most common price stands in. */
  readonly priceEstimated: boolean;
}

export interface UploadSums {
  readonly uploads: number;
  readonly parts: number;
  readonly bytes: number;
  readonly usdPerMonth: number;
  readonly priceEstimated: boolean;
  /** Uploads that are older than the wanted days: those that the rule would abort at once. */
  readonly overdue: number;
  /** When the oldest was initiated, ISO 8601; null where there is none. */
  readonly oldest: string | null;
  /** By storage class, in the order of their names. */
  readonly classes: readonly UploadClass[];
}

/** What lies around in one bucket. */
export type BucketUploads =
  /** `sampled`: so many of the uploads had their parts counted, at random; null where all had. */
  | (UploadSums & { readonly sampled: { readonly of: number; readonly measured: number } | null })
  /** Why it was not measured, in words. */
  | { readonly problem: string };

export const NO_UPLOADS: UploadSums = {
  uploads: 0,
  parts: 0,
  bytes: 0,
  usdPerMonth: 0,
  priceEstimated: false,
  overdue: 0,
  oldest: null,
  classes: [],
};

/** Both together. Whole numbers add up exactly to 2^53 bytes, 8 PiB. */
export function addUploads(one: UploadSums, other: UploadSums): UploadSums {
  const names = [...new Set([...one.classes, ...other.classes].map(({ storageClass }) => storageClass))].sort();
  const classes = names.map((name) => {
    const both = [...one.classes, ...other.classes].filter(({ storageClass }) => storageClass === name);
    return {
      storageClass: name,
      uploads: sum(both.map(({ uploads }) => uploads)),
      parts: sum(both.map(({ parts }) => parts)),
      bytes: sum(both.map(({ bytes }) => bytes)),
      usdPerMonth: sum(both.map(({ usdPerMonth }) => usdPerMonth)),
      priceEstimated: both.some(({ priceEstimated }) => priceEstimated),
    };
  });
  return {
    uploads: one.uploads + other.uploads,
    parts: one.parts + other.parts,
    bytes: one.bytes + other.bytes,
    usdPerMonth: one.usdPerMonth + other.usdPerMonth,
    priceEstimated: one.priceEstimated || other.priceEstimated,
    overdue: one.overdue + other.overdue,
    oldest: earlier(one.oldest, other.oldest),
    classes,
  };
}

/** The same with each figure of money in whole cents of a cent, so that sums do not show what floating point makes of them. */
export function roundedMoney<T extends UploadSums>(sums: T): T {
  const classes = sums.classes.map((one) => ({ ...one, usdPerMonth: rounded(one.usdPerMonth) }));
  return { ...sums, usdPerMonth: rounded(sums.usdPerMonth), classes };
}

function rounded(usd: number): number {
  return Math.round(usd * 10_000) / 10_000;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Both as Date.toISOString writes them, which sort as text. */
function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
