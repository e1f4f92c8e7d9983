import type { MeasuredUploads } from './model';

/** The sum of two measurements; either may be missing. The cost is that of what is priced, and null where nothing is. */
export function addUploads(sum: MeasuredUploads | null, more: MeasuredUploads): MeasuredUploads {
  if (sum === null) return more;
  return {
    count: sum.count + more.count,
    parts: sum.parts + more.parts,
    bytes: sum.bytes + more.bytes,
    oldest: earlier(sum.oldest, more.oldest),
    monthlyCost:
      sum.monthlyCost === null && more.monthlyCost === null ? null : (sum.monthlyCost ?? 0) + (more.monthlyCost ?? 0),
    sampled: sum.sampled || more.sampled,
  };
}

function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return Date.parse(other) < Date.parse(one) ? other : one;
}
