import type { AccountId } from '../../core/identifiers';
import type { BucketPlace } from '../../core/ports';
import { callerOf } from './callers';
import { cloudTrailEvent } from './cloud-trail-event';
import { withoutOurs } from './lifecycle-reading';
import { organizationEvent, stackEvent } from './organization-events';
import type { World } from './world';
import type { Action } from './world-actions';
import { STRANGER } from './world-places';

/** When somebody writes who comes well ahead of us, and for how long we are held up, in milliseconds. */
const WELL_AHEAD_MS = [2_500, 5_000] as const;

type Of<Kind extends Action['kind']> = Action & { readonly kind: Kind };

/** Does what an action says, as far as it can be done: nobody writes a bucket that is not there. */
export function playAction(world: World, action: Action): void {
  world.trace.note('action', `${action.id} ${action.kind}`);
  const play = PLAYS[action.kind] as (world: World, action: Action) => void;
  play(world, action);
  world.noteExclusions();
}

type Plays = { readonly [Kind in Action['kind']]: (world: World, action: Of<Kind>) => void };

const PLAYS: Plays = {
  sweep: ({ product }, { trigger, scope }) => product.ask({ kind: 'sweep', trigger, scope, by: 'ada' }),
  'undo-all': (world, action) => {
    noteUndo(world, action);
    world.product.ask({ kind: 'sweep', trigger: 'operator', task: 'undo', scope: action.scope, by: 'ada' });
  },
  undo: ({ undone, product }, { place }) => {
    undone.add(place.bucket);
    product.ask({ kind: 'bucket', task: 'undo', ...place, by: 'ada' });
  },
  release: ({ product }, { place }) => product.ask({ kind: 'bucket', task: 'release', ...place, by: 'ada' }),
  pause: ({ product }, { scope }) => product.ask({ kind: 'pause', scope, by: 'ada', why: 'simulated' }),
  resume: ({ product }, { scope }) => product.ask({ kind: 'resume', scope, by: 'ada' }),
  'ask-progress': ({ product }) => product.ask({ kind: 'progress', run: null }),
  redrive,
  'refuse-tokens': (world) => {
    world.refusedTokens = 1;
  },
  deploy: (world, { settings }) => {
    world.settings = settings;
  },
  'old-message': oldMessage,
  'make-bucket': makeBucket,
  'put-lifecycle': putLifecycle,
  'put-twice': (world, { id, at, place, lifecycles: [first, second], after }) => {
    putLifecycle(world, { id, at, kind: 'put-lifecycle', place, by: 'console', lifecycle: first });
    world.clock.after(after, () => {
      putLifecycle(world, { id, at, kind: 'put-lifecycle', place, by: 'terraform', lifecycle: second });
    });
  },
  drift,
  ambush,
  'delete-bucket': (world, { place }) => {
    if (isThere(world, place)) world.s3.deleteBucket(place, callerOf('console', place.account));
  },
  'drop-lifecycle': (world, { place }) => drop(world, place),
  'drop-all': (world, { places }) => {
    for (const place of places) drop(world, place);
  },
  'tag-and-drop': (world, { place }) => {
    drop(world, place);
    if (!isThere(world, place)) return;
    world.clock.after(60_000, () => {
      const tags = { 'partsweep:exclude': 'true' };
      if (isThere(world, place)) world.s3.putTagging(place, tags, callerOf('console', place.account));
    });
  },
  'put-and-sweep': (world, { id, at, place, lifecycle }) => {
    putLifecycle(world, { id, at, kind: 'put-lifecycle', place, by: 'console', lifecycle });
    world.product.ask({ kind: 'sweep', trigger: 'operator', scope: { kind: 'account', id: place.account }, by: 'ada' });
  },
  'stranger-message': ({ product }) => {
    for (const queue of [product.settleQueue, product.sweepQueue, product.accountQueue]) queue.send('{"some":"thing"}');
  },
  'tag-bucket': (world, { place, tags }) => {
    if (isThere(world, place)) world.s3.putTagging(place, tags, callerOf('console', place.account));
  },
  grant: ({ s3 }, { place, grants }) => {
    const bucket = s3.memory.buckets.get(place.bucket);
    if (bucket !== undefined) bucket.grantsLifecycle = grants;
  },
  'tag-account': (world, { account, tags }) => {
    change(world, account, { tags: { ...tags } });
    tell(world, organizationEvent('TagResource', { resourceId: account }, world.clock.now()));
  },
  'tag-unit': (world, { unit, tags }) => {
    const known = world.organization.units.get(unit);
    if (known !== undefined) known.tags = { ...tags };
    tell(world, organizationEvent('TagResource', { resourceId: unit }, world.clock.now()));
  },
  'move-account': (world, { account, unit }) => {
    change(world, account, { unit });
    tell(world, organizationEvent('MoveAccount', { accountId: account }, world.clock.now()));
  },
  'close-account': (world, { account }) => change(world, account, { state: 'SUSPENDED' }),
  leave: (world, { account }) => change(world, account, { isMember: false, hasRole: false }),
  'lose-role': (world, { account }) => change(world, account, { hasRole: false }),
  'get-role': (world, { account }) => {
    if (world.organization.isMember(account)) change(world, account, { hasRole: true });
    tell(world, stackEvent(account, world.clock.now()));
  },
  'stop-forwarding': (world, { account }) => change(world, account, { forwards: false }),
  policy: (world, { account, denies }) => {
    world.wasDenied ||= denies !== 'nothing';
    change(world, account, { denies });
  },
  spoof,
};

/** An account joins: its roles' stack is made a little later. */
export function joins(world: World, account: AccountId, hasRole: boolean): void {
  const { clock, organization, trace } = world;
  trace.note('action', `${account} joins`);
  change(world, account, { isMember: true });
  tell(world, organizationEvent('MoveAccount', { accountId: account }, clock.now()));
  if (!hasRole) return;
  clock.after(world.random.whole(1, 900) * 1_000, () => {
    if (organization.isMember(account)) change(world, account, { hasRole: true });
    tell(world, stackEvent(account, clock.now()));
  });
}

function change(world: World, id: AccountId, more: object): void {
  const account = world.organization.accounts.get(id);
  if (account !== undefined) Object.assign(account, more);
}

/** An event of the organization is on its way to the sweep queue, or is lost. */
function tell({ random, clock, product }: World, event: unknown): void {
  if (random.chance(0.2)) return;
  for (let copies = random.chance(0.15) ? 2 : 1; copies > 0; copies -= 1) {
    clock.after(random.whole(1, 120) * 1_000, () => product.sweepQueue.send(JSON.stringify(event)));
  }
}

function noteUndo({ undone, organization }: World, { scope }: Of<'undo-all'>): void {
  for (const account of organization.accounts.values()) {
    const isIn = scope.kind === 'all' || scope.id === account.id || organization.unitsAbove(account).includes(scope.id);
    if (isIn) undone.add(account.id);
  }
}

/** Whoever gave the message its place in the dead letters puts it back. */
function redrive({ product }: World): void {
  for (const { body } of product.deadLetters.sent) {
    const { kind, step, run } = JSON.parse(body) as Readonly<Record<string, unknown>>;
    const queue =
      kind !== undefined
        ? product.sweepQueue
        : step !== undefined && run !== undefined
          ? product.accountQueue
          : product.settleQueue;
    queue.send(body);
  }
}

/** A message that another version of the product has left behind. */
function oldMessage({ clock, product }: World, { place, version }: Of<'old-message'>): void {
  const at = new Date(clock.now() - 200_000).toISOString();
  const message = { version, ...place, digest: 'of-another-version', sightedAt: at, firstSightedAt: at, more: 1 };
  product.settleQueue.send(JSON.stringify(message));
}

function drop(world: World, place: BucketPlace): void {
  if (isThere(world, place)) world.s3.deleteLifecycle(place, callerOf('console', place.account));
}

function makeBucket(world: World, { place, lifecycle }: Of<'make-bucket'>): void {
  const { s3, organization, clock, random } = world;
  const isOpen = organization.accounts.get(place.account)?.state === 'ACTIVE';
  if (s3.memory.buckets.has(place.bucket) || !isOpen) return;
  s3.createBucket(place, callerOf('terraform', place.account));
  clock.after(random.whole(1, 20) * 1_000, () => {
    if (lifecycle !== undefined && isThere(world, place)) {
      void s3.putLifecycle(place, lifecycle, callerOf('terraform', place.account));
    }
  });
}

function putLifecycle(world: World, { place, lifecycle, by }: Of<'put-lifecycle'>): void {
  if (!isThere(world, place)) return;
  const caller = callerOf(by, place.account);
  if (lifecycle === undefined) world.s3.deleteLifecycle(place, caller);
  else void world.s3.putLifecycle(place, lifecycle, caller);
}

/** A tool that takes our rule for drift: whenever it is there, it goes. */
function drift(world: World, { place, by, times }: Of<'drift'>): void {
  let left = times;
  world.watch.behind(place.bucket, () => {
    left -= 1;
    world.clock.after(world.random.whole(60, 7_200) * 1_000, () => {
      const bucket = isThere(world, place) ? world.s3.memory.buckets.get(place.bucket) : undefined;
      if (bucket?.lifecycle === undefined) return;
      const lifecycle = withoutOurs(bucket.lifecycle);
      putLifecycle(world, { ...{ id: '', at: 0, kind: 'put-lifecycle' }, place, by, lifecycle });
    });
    return left > 0;
  });
}

/** Somebody writes another configuration just when we do. */
function ambush(world: World, { id, places, when }: Of<'ambush'>): void {
  for (const place of places) {
    const strike = (milliseconds: number) => {
      world.clock.after(milliseconds, () => {
        const rule = `<Rule><ID>ambush-${id}</ID><Filter><Prefix>logs/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>5</Days></Expiration></Rule>`;
        const xml = `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rule}</LifecycleConfiguration>`;
        const isDirectory = place.bucket.endsWith('--x-s3');
        const header = isDirectory ? {} : { transitionDefaultMinimumObjectSize: 'varies_by_storage_class' };
        const draft = { id, at: 0, kind: 'put-lifecycle', place, by: 'console' } as const;
        putLifecycle(world, { ...draft, lifecycle: { xml, ...header } });
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
  }
}

/** Events that say what is not so. The account on the envelope is whose they are: that one EventBridge stamps. */
function spoof({ clock, product, s3 }: World, { from, place, how }: Of<'spoof'>): void {
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

function isThere({ s3, organization }: World, { account, region, bucket }: BucketPlace): boolean {
  const there = s3.memory.buckets.get(bucket);
  const isOpen = organization.accounts.get(account)?.state === 'ACTIVE';
  return there?.account === account && there.region === region && isOpen;
}
