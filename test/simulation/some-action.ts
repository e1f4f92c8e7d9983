import type { PauseScope } from '../../core/brake';
import type { AccountId } from '../../core/identifiers';
import type { BucketPlace } from '../../core/ports';
import { bucketName } from '../fakes/identifiers';
import { someLifecycle } from './bucket-states';
import { someSettings } from './product-settings';
import type { Random } from './random';
import { type Action, SPOOFS, type Stage } from './world-actions';
import { HOME, REGIONS, TROUBLE_MS, UNITS } from './world-places';

type Without<T> = T extends unknown ? Omit<T, 'id' | 'at'> : never;
type Draft = Without<Action>;

/** How often each kind of action is drawn. */
const WEIGHTS: Readonly<Record<string, number>> = {
  ...{
    'put-lifecycle': 8,
    'put-twice': 3,
    'sweep-twice': 2,
    drift: 5,
    'make-bucket': 7,
    'delete-bucket': 4,
    'remake-bucket': 3,
    'drop-lifecycle': 3,
  },
  ...{ 'tag-bucket': 7, 'tag-account': 4, 'tag-unit': 3, 'move-account': 3, 'close-account': 1, leave: 1 },
  ...{ role: 3, 'stop-forwarding': 1, policy: 4, grant: 2, spoof: 6, ambush: 5, deploy: 4, 'old-message': 2 },
  ...{
    sweep: 4,
    undo: 4,
    'undo-all': 2,
    release: 3,
    pause: 4,
    resume: 4,
    'ask-progress': 2,
    redrive: 5,
    'refuse-tokens': 2,
  },
};

const DRAWN = Object.entries(WEIGHTS).flatMap(([kind, weight]) => Array.from({ length: weight }, () => kind));

export function someAction(random: Random, id: string, stage: Stage, kind = random.pick(DRAWN)): Action {
  const latest = LONG.includes(kind) ? TROUBLE_MS / 2 : TROUBLE_MS;
  const at = random.whole(1, latest / 1_000) * 1_000;
  return { id, at, ...draft(random, id, stage, kind) };
}

/** Of these it takes hours until they are over. */
const LONG = ['forwarder-trouble', 'role-trouble'];

function draft(random: Random, id: string, { accounts, buckets, settings }: Stage, kind: string): Draft {
  const place = placeOf(random.pick(buckets));
  const directory = place.bucket.endsWith('--x-s3');
  const account = random.pick(accounts);
  const by = random.pick(['console', 'terraform', 'cloudformation'] as const);
  const exclude = (): Readonly<Record<string, string>> =>
    random.pick([{ 'partsweep:exclude': 'true' }, { 'partsweep:exclude': 'false' }, {}, { 'partsweep:days': '2' }]);
  switch (kind) {
    case 'sweep':
      return { kind, trigger: 'operator', scope: someScope(random, accounts) };
    case 'undo-all':
    case 'pause':
    case 'resume':
      return { kind, scope: someScope(random, accounts) };
    case 'undo':
    case 'release':
    case 'delete-bucket':
    case 'drop-lifecycle':
      return { kind, place };
    case 'ask-progress':
    case 'redrive':
    case 'refuse-tokens':
      return { kind };
    case 'deploy':
      return { kind, settings: { ...someSettings(random), excludedNames: settings.excludedNames } };
    case 'old-message':
      return { kind, place, version: random.pick([1, 1, 2]) };
    case 'make-bucket':
    case 'remake-bucket':
      return {
        kind: 'make-bucket',
        // another account may take a name that is free again
        place: kind === 'make-bucket' ? newBucket(random, id, accounts) : { ...place, account },
        lifecycle: someLifecycle(random, id, directory),
      };
    case 'make-directory':
      return {
        kind: 'make-bucket',
        place: { account, region: HOME, bucket: bucketName(`new-${id}--euw1-az1--x-s3`) },
        lifecycle: someLifecycle(random, id, true),
      };
    case 'forwarder-trouble':
      return { kind, account, place: { ...newBucket(random, id, accounts), account } };
    case 'role-trouble':
      return { kind, account };
    case 'put-lifecycle':
      return { kind, place, by, lifecycle: someLifecycle(random, id, directory) };
    case 'sweep-twice':
      return { kind, place, after: random.whole(1, 8) * 1_000 };
    case 'put-twice':
      return {
        ...{ kind, place, after: random.whole(200, 420) * 1_000 },
        lifecycles: [someLifecycle(random, `${id}-1`, directory), someLifecycle(random, `${id}-2`, directory)],
      };
    case 'drift':
      return { kind, place, by, times: random.whole(1, 4) };
    case 'ambush':
      return {
        kind,
        places: random.chance(0.6) ? buckets.map(placeOf) : [place],
        when: random.pick(['ahead', 'well-ahead', 'behind'] as const),
        drops: false,
      };
    case 'tag-bucket':
      return { kind, place, tags: { team: 'red', ...exclude() } };
    case 'tag-account':
      return { kind, account, tags: exclude() };
    case 'tag-unit':
      return { kind, unit: random.pick(UNITS), tags: exclude() };
    case 'move-account':
      return { kind, account, unit: random.pick(UNITS) };
    case 'ambush-all': {
      const more = [1, 2, 3].map((index) => newBucket(random, `${id}-${index}`, accounts));
      return {
        ...{ kind: 'ambush', places: [...buckets.map(placeOf), ...more], drops: true },
        when: random.pick(['ahead', 'well-ahead', 'behind'] as const),
      };
    }
    case 'drop-all':
      return { kind: 'drop-all', places: buckets.map(placeOf) };
    case 'tag-and-drop':
    case 'put-and-sweep':
      return { kind, place, lifecycle: someLifecycle(random, id, directory) };
    case 'stranger-message':
      return { kind };
    case 'get-role':
    case 'lose-role':
      return { kind, account };
    case 'role':
      return { kind: random.chance(0.4) ? 'lose-role' : 'get-role', account };
    case 'policy':
      return { kind, account, denies: random.pick(['nothing', 'writes', 'everything'] as const) };
    case 'grant':
      return { kind, place, grants: random.chance(0.5) };
    case 'spoof':
      return { kind, from: account, place, how: random.pick(SPOOFS) };
    default:
      return { kind: kind as 'close-account' | 'leave' | 'stop-forwarding', account };
  }
}

function newBucket(random: Random, id: string, accounts: readonly AccountId[]): BucketPlace {
  return { account: random.pick(accounts), region: random.pick(REGIONS), bucket: bucketName(`new-${id}`) };
}

function placeOf({ account, region, bucket }: BucketPlace): BucketPlace {
  return { account, region, bucket };
}

function someScope(random: Random, accounts: readonly AccountId[]): PauseScope {
  const drawn = random.next();
  if (drawn < 0.5) return { kind: 'all' };
  return drawn < 0.75 ? { kind: 'unit', id: random.pick(UNITS) } : { kind: 'account', id: random.pick(accounts) };
}
