import type { BucketLook } from './bucket-look';
import { reason } from './reasons';
import type { Reconciled } from './reconcile-services';

/**
 * `result`, unless it says that our rule is in place in a directory bucket where S3 may not act on it: then the bucket is reported with the
 * statement to add. One more call, for directory buckets with our rule only.
 */
export async function withLifecycleGrant(look: BucketLook, result: Reconciled): Promise<Reconciled> {
  const { verdict, reason: why } = result.outcome;
  if (!look.isDirectory || (verdict !== 'applied' && why.code !== 'covered-by-ours')) return result;
  const grant = await look.store.readLifecycleGrant();
  if (grant.kind === 'granted') return look.done(verdict, why);
  if (grant.kind !== 'missing') return look.problem(grant);
  const statement = grant.statement.replace(/\s*\n\s*/g, ' ');
  return look.done('reported', { ...reason('directory-bucket-policy', statement), snippet: grant.statement });
}
