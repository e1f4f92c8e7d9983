import { callerOf } from './callers';
import { cloudTrailEvent } from './cloud-trail-event';
import { withoutOurs } from './lifecycle-reading';
import { change, drop, isThere, putLifecycle } from './owners';
import type { World } from './world';
import type { ActionOf as Of } from './world-actions';
import { HOUR_MS, STRANGER } from './world-places';

/** When somebody writes who comes well ahead of us, and for how long we are held up, in milliseconds. */
const WELL_AHEAD_MS = [2_500, 5_000] as const;

/** A tool that takes our rule for drift: whenever it is there, it goes. */
export function drift(world: World, { place, by, times }: Of<'drift'>): void {
  let left = times;
  world.watch.behind(place.bucket, () => {
    left -= 1;
    world.clock.after(world.random.whole(60, 7_200) * 1_000, () => {
      const bucket = isThere(world, place) ? world.s3.memory.buckets.get(place.bucket) : undefined;
      if (bucket?.lifecycle === undefined) return;
      const lifecycle = withoutOurs(bucket.lifecycle);
      putLifecycle(world, place, by, lifecycle);
    });
    return left > 0;
  });
}

/** Somebody writes another configuration just when we do. */
export function ambush(world: World, { id, places, when, drops }: Of<'ambush'>): void {
  for (const place of places) {
    const strike = (milliseconds: number) => {
      world.clock.after(milliseconds, () => {
        const rule = `<Rule><ID>ambush-${id}</ID><Filter><Prefix>logs/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>5</Days></Expiration></Rule>`;
        const xml = `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rule}</LifecycleConfiguration>`;
        const isDirectory = place.bucket.endsWith('--x-s3');
        const header = isDirectory ? {} : { transitionDefaultMinimumObjectSize: 'varies_by_storage_class' };
        putLifecycle(world, place, 'console', { xml, ...header });
      });
    };
    if (when !== 'behind') {
      const [after, longer] = when === 'ahead' ? [1, 0] : WELL_AHEAD_MS;
      world.watch.ahead(place.bucket, () => {
        strike(after);
        return longer;
      });
    } else {
      world.watch.behind(place.bucket, () => {
        strike(1);
        return false;
      });
    }
    if (!drops) continue;
    const isOpen = world.organization.accounts.get(place.account)?.state === 'ACTIVE';
    if (isOpen && !world.s3.memory.buckets.has(place.bucket)) {
      world.s3.createBucket(place, callerOf('console', place.account));
    } else drop(world, place);
  }
}

/** Events that say what is not so. The account on the envelope is whose they are: that one EventBridge stamps. */
export function spoof({ clock, product, s3 }: World, { from, place, how }: Of<'spoof'>): void {
  const bucket = how === 'stranger' ? { ...place, account: STRANGER, bucket: 'of-a-stranger' as never } : place;
  const at = clock.now() - (how === 'replayed' ? 40 * 3_600_000 : 4_000_000);
  const event = cloudTrailEvent(bucket, { eventName: 'CreateBucket' }, callerOf('console', from), at, `spoof-${at}`);
  const owner = how === 'other-owner' ? [] : event.detail.resources;
  const detail = { ...event.detail, resources: owner };
  const told = {
    ...{ ...event, detail, account: how === 'replayed' ? place.account : from },
    source: how === 'own-source' ? 'com.example.own' : event.source,
  };
  // a bucket that S3 holds for somebody else was never made by them
  const mine = s3.memory.buckets.get(bucket.bucket)?.account === told.account;
  if (how === 'replayed' && !mine) return;
  product.settleQueue.send(JSON.stringify(told));
}

/** Nobody hears of a new bucket until a sweep has found it; then its events come again. */
export function forwarderTrouble(world: World, { id, account, place }: Of<'forwarder-trouble'>): void {
  const { clock, product, s3 } = world;
  const caller = callerOf('console', account);
  const sweep = () =>
    product.ask({ kind: 'sweep', trigger: 'operator', scope: { kind: 'account', id: account }, by: 'ada' });
  change(world, account, { forwards: false });
  clock.after(60_000, () => {
    const isOpen = world.organization.accounts.get(account)?.state === 'ACTIVE';
    if (isOpen && !s3.memory.buckets.has(place.bucket)) s3.createBucket(place, caller);
  });
  clock.after(3 * HOUR_MS, sweep);
  clock.after(5 * HOUR_MS, () => {
    change(world, account, { forwards: true });
    if (isThere(world, place)) s3.putTagging(place, { team: id }, caller);
  });
  clock.after(9 * HOUR_MS, sweep);
}

/** An account's role is gone, until a sweep has seen that. */
export function roleTrouble(world: World, { account }: Of<'role-trouble'>): void {
  const { clock, product, organization } = world;
  const sweep = () => product.ask({ kind: 'sweep', trigger: 'operator', scope: { kind: 'all' }, by: 'ada' });
  change(world, account, { hasRole: false });
  clock.after(60_000, sweep);
  clock.after(3 * HOUR_MS, () => {
    if (organization.isMember(account)) change(world, account, { hasRole: true });
    sweep();
  });
}
