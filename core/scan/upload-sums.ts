import { monthlyCost } from './monthly-cost';
import type { UploadClass, UploadSums } from './uploads';

/** Of one storage class: all uploads of the listing, and those whose parts were counted. */
export interface ClassCount {
  readonly storageClass: string;
  readonly uploads: number;
  readonly measured: number;
  readonly parts: number;
  readonly bytes: number;
}

/**
 * Sums of one bucket. Where not all uploads of a class were measured the rest counts as much as those of its class did on average, or as
 * all together did where none of the class was.
 */
export function uploadSums(
  region: string,
  counts: readonly ClassCount[],
  ages: Pick<UploadSums, 'overdue' | 'oldest'>,
): UploadSums {
  const measured = total(counts, 'measured');
  const overall = { parts: total(counts, 'parts'), bytes: total(counts, 'bytes') };
  const classes = counts
    .toSorted((one, other) => (one.storageClass < other.storageClass ? -1 : 1))
    .map((count): UploadClass => {
      const { storageClass, uploads } = count;
      const known = count.measured > 0 ? count : { ...overall, measured };
      const scale = known.measured === 0 ? 0 : uploads / known.measured;
      const bytes = Math.round(known.bytes * scale);
      const { usd, estimated } = monthlyCost(region, storageClass, bytes);
      const parts = Math.round(known.parts * scale);
      return { storageClass, uploads, parts, bytes, usdPerMonth: usd, priceEstimated: estimated };
    });
  return {
    uploads: total(classes, 'uploads'),
    parts: total(classes, 'parts'),
    bytes: total(classes, 'bytes'),
    usdPerMonth: total(classes, 'usdPerMonth'),
    priceEstimated: classes.some(({ priceEstimated }) => priceEstimated),
    ...ages,
    classes,
  };
}

function total<Key extends string>(items: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return items.reduce((sum, item) => sum + item[key], 0);
}
