import type { AccountId } from '../../core/identifiers';
import { callerOf } from './callers';
import { organizationEvent, stackEvent } from './organization-events';
import { change, drop, isThere, putLifecycle } from './owners';
import { ambush, drift, forwarderTrouble, roleTrouble, spoof } from './play-scenes';
import type { World } from './world';
import type { Action, ActionOf as Of } from './world-actions';

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
  'put-lifecycle': (world, { place, by, lifecycle }) => putLifecycle(world, place, by, lifecycle),
  'put-twice': (world, { place, lifecycles: [first, second], after }) => {
    putLifecycle(world, place, 'console', first);
    world.clock.after(after, () => {
      putLifecycle(world, place, 'terraform', second);
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
  'put-and-sweep': (world, { place, lifecycle }) => {
    putLifecycle(world, place, 'console', lifecycle);
    world.product.ask({ kind: 'sweep', trigger: 'operator', scope: { kind: 'account', id: place.account }, by: 'ada' });
  },
  'sweep-twice': (world, { place, after }) => {
    const scope = { kind: 'account', id: place.account };
    const sweep = () => world.product.ask({ kind: 'sweep', trigger: 'operator', scope, by: 'ada' });
    drop(world, place);
    sweep();
    world.clock.after(after, sweep);
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
  'forwarder-trouble': forwarderTrouble,
  'role-trouble': roleTrouble,
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
