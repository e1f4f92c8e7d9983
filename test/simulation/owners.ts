import type { AccountId } from '../../core/identifiers';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { BucketPlace } from '../../core/ports';
import { callerOf } from './callers';
import type { World } from './world';
import type { Writer } from './world-actions';

/** Whether an owner can do anything with a bucket: it is there and theirs, and the account is open. */
export function isThere({ s3, organization }: World, { account, region, bucket }: BucketPlace): boolean {
  const there = s3.memory.buckets.get(bucket);
  const isOpen = organization.accounts.get(account)?.state === 'ACTIVE';
  return there?.account === account && there.region === region && isOpen;
}

/** Whatever configuration there is goes. */
export function drop(world: World, place: BucketPlace): void {
  if (isThere(world, place)) world.s3.deleteLifecycle(place, callerOf('console', place.account));
}

/** `lifecycle`: undefined to delete the configuration. */
export function putLifecycle(
  world: World,
  place: BucketPlace,
  by: Writer,
  lifecycle: LifecycleConfiguration | undefined,
): void {
  if (!isThere(world, place)) return;
  const caller = callerOf(by, place.account);
  if (lifecycle === undefined) world.s3.deleteLifecycle(place, caller);
  else void world.s3.putLifecycle(place, lifecycle, caller);
}

/** Something about an account is different from now on. */
export function change(world: World, id: AccountId, more: object): void {
  const account = world.organization.accounts.get(id);
  if (account !== undefined) Object.assign(account, more);
}
