import { DEFAULT_QUALIFIER, names } from '../core/contract/names';
import type { Stage } from './stage';

const BY_PRODUCT = `:assumed-role/${names(DEFAULT_QUALIFIER).memberRole}/`;
const WRITES = /:(?:PutBucketLifecycleConfiguration|DeleteBucketLifecycle)$/;

/**
 * How often the product put or deleted a lifecycle configuration, since that entry of the trace; of one bucket if it is named. Calls
 * that were refused count as well.
 */
export function writesOfProduct({ cloud }: Stage, from: number, bucket?: string): number {
  return cloud.trace
    .entries()
    .slice(from)
    .filter(
      (entry) =>
        entry.kind === 'call' &&
        WRITES.test(entry.action) &&
        entry.caller.includes(BY_PRODUCT) &&
        (bucket === undefined || entry.resource.split(/[:/]/).at(-1) === bucket),
    ).length;
}
