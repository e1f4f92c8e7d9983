import { PRICES } from '../../core/scan/prices';
import { drawTable } from './draw-table';
import { bytes, count, usd } from './figures';
import type { ScanResult } from './scan-result';

/** What lies around, by storage class, and how it was worked out. */
export function* uploadLines({ totals: { uploads }, days }: ScanResult, width: number): Iterable<string> {
  if (uploads === null) return;
  yield `\nIncomplete uploads: ${count(uploads.uploads)}, ${count(uploads.overdue)} of them older than ${days} days`;
  yield uploads.oldest === null ? '\n' : `, the oldest since ${uploads.oldest.slice(0, 10)}\n`;
  if (uploads.classes.length > 0) {
    const rows = uploads.classes.map((one) => [
      one.storageClass,
      count(one.uploads),
      count(one.parts),
      bytes(one.bytes),
      usd(one.usdPerMonth),
    ]);
    const total = ['all', count(uploads.uploads), count(uploads.parts), bytes(uploads.bytes), usd(uploads.usdPerMonth)];
    const head = ['storage class', 'uploads', 'parts', 'size', 'USD/month'];
    yield drawTable({ head, right: [1, 2, 3, 4], rows: [...rows, total], width, wide: 0 });
    yield `List prices as of ${PRICES.asOf}, check them: ${PRICES.source}\n`;
  }
  if (uploads.priceEstimated)
    yield 'Where the price of a Region or class is not known, the most common one stands in.\n';
  if (uploads.sampledBuckets > 0) {
    yield `In ${count(uploads.sampledBuckets)} buckets the parts of a sample were counted, and the rest worked out from it.\n`;
  }
  if (uploads.unmeasuredBuckets > 0) {
    yield `In ${count(uploads.unmeasuredBuckets)} buckets they could not be measured: --format csv says why.\n`;
  }
}
