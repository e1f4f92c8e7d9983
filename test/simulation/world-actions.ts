import type { PauseScope } from '../../core/brake';
import type { AccountId } from '../../core/identifiers';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { BucketPlace } from '../../core/ports';
import { bucketName } from '../fakes/identifiers';
import { someLifecycle } from './bucket-states';
import { type ProductSettings, someSettings } from './product-settings';
import type { Random } from './random';
import { REGIONS, TROUBLE_MS, UNITS } from './world-places';

export type Writer = 'console' | 'terraform' | 'cloudformation';

type AmbushTime = 'ahead' | 'well-ahead' | 'behind';

type Scope = PauseScope | { readonly kind: 'never-surveyed' };

/** Something that happens in a world, at so many milliseconds after its start. */
export type Action = { readonly id: string; readonly at: number } & (
  | { readonly kind: 'sweep'; readonly trigger: string; readonly scope: Scope }
  | { readonly kind: 'undo-all'; readonly scope: PauseScope }
  | { readonly kind: 'undo' | 'release' | 'delete-bucket' | 'drop-lifecycle'; readonly place: BucketPlace }
  | { readonly kind: 'pause' | 'resume'; readonly scope: PauseScope }
  | { readonly kind: 'ask-progress' | 'redrive' | 'refuse-tokens' | 'stranger-message' }
  | { readonly kind: 'drop-all'; readonly places: readonly BucketPlace[] }
  /** Two things in a row, so that the second one may be shown what was before the first. */
  | {
      readonly kind: 'tag-and-drop' | 'put-and-sweep';
      readonly place: BucketPlace;
      readonly lifecycle: LifecycleConfiguration | undefined;
    }
  | { readonly kind: 'deploy'; readonly settings: ProductSettings }
  | { readonly kind: 'old-message'; readonly place: BucketPlace; readonly version: number }
  | {
      readonly kind: 'make-bucket';
      readonly place: BucketPlace;
      readonly lifecycle: LifecycleConfiguration | undefined;
    }
  | {
      readonly kind: 'put-lifecycle';
      readonly place: BucketPlace;
      readonly by: Writer;
      readonly lifecycle: LifecycleConfiguration | undefined;
    }
  /** Somebody writes, and writes again some minutes after, when the first writing is just about to be looked at. */
  | {
      readonly kind: 'put-twice';
      readonly place: BucketPlace;
      readonly lifecycles: readonly [LifecycleConfiguration | undefined, LifecycleConfiguration | undefined];
      readonly after: number;
    }
  /** Whatever the writer puts there is put back to what it was, so many times, a moment after. */
  | { readonly kind: 'drift'; readonly place: BucketPlace; readonly by: Writer; readonly times: number }
  /** Somebody else writes between our read and our write (a while before it: the seconds of events then tell the order), or behind our write. */
  | { readonly kind: 'ambush'; readonly places: readonly BucketPlace[]; readonly when: AmbushTime }
  | { readonly kind: 'tag-bucket'; readonly place: BucketPlace; readonly tags: Readonly<Record<string, string>> }
  | { readonly kind: 'tag-account'; readonly account: AccountId; readonly tags: Readonly<Record<string, string>> }
  | { readonly kind: 'tag-unit'; readonly unit: string; readonly tags: Readonly<Record<string, string>> }
  | { readonly kind: 'move-account'; readonly account: AccountId; readonly unit: string }
  | {
      readonly kind: 'close-account' | 'leave' | 'lose-role' | 'get-role' | 'stop-forwarding';
      readonly account: AccountId;
    }
  | { readonly kind: 'policy'; readonly account: AccountId; readonly denies: 'nothing' | 'writes' | 'everything' }
  | { readonly kind: 'grant'; readonly place: BucketPlace; readonly grants: boolean }
  | { readonly kind: 'spoof'; readonly from: AccountId; readonly place: BucketPlace; readonly how: Spoof }
);

/** `other-account`: the record names another account than the envelope. `own-source`: no source of AWS's. `stranger`: a bucket of nobody we know. */
export const SPOOFS = ['other-account', 'own-source', 'stranger', 'other-owner', 'replayed'] as const;
export type Spoof = (typeof SPOOFS)[number];

type Without<T> = T extends unknown ? Omit<T, 'id' | 'at'> : never;
type Draft = Without<Action>;

export interface Stage {
  readonly accounts: readonly AccountId[];
  readonly buckets: readonly BucketPlace[];
  readonly settings: ProductSettings;
}

/** How often each kind of action is drawn. */
const WEIGHTS: Readonly<Record<string, number>> = {
  ...{
    'put-lifecycle': 8,
    'put-twice': 3,
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
  const at = random.whole(1, TROUBLE_MS / 1_000) * 1_000;
  return { id, at, ...draft(random, id, stage, kind) };
}

/** Kinds of actions after which a call is made that is seldom made otherwise; by a part of its name, first match. */
const PROVOKE: readonly (readonly [string, readonly string[]])[] = [
  ['settle s3.readTags', ['tag-and-drop', 'tag-and-drop', 'tag-and-drop', 'tag-and-drop']],
  ['settle s3.readLifecycle', ['make-bucket', 'make-bucket', 'make-bucket']],
  ['survey survey.readLifecycle stale', ['put-and-sweep', 'put-and-sweep']],
  ['sweep accounts.mayHint', ['get-role', 'get-role']],
  ['settle brake.', ['ambush-all', 'drop-all']],
  ['deleteLifecycle', ['undo-all', 'undo-all']],
  ['sweep brake.', ['pause', 'resume', 'pause', 'resume']],
  ['sweep buckets.release', ['release', 'release']],
  ['sweep settleQueue.send', ['undo', 'release']],
  ['runs.latest', ['ask-progress', 'ask-progress']],
  ['buckets.hold', ['undo', 'undo-all']],
  ['writes.images', ['undo', 'undo-all']],
  ['markRemoved', ['drift', 'drop-all', 'drop-all']],
  ['addRemoval', ['drift', 'drop-all', 'drop-all']],
  ['settle deadLetters.send', ['old-message', 'old-message', 'ambush-all']],
  ['sweep deadLetters.send', ['stranger-message', 'stranger-message']],
  ['survey deadLetters.send', ['stranger-message', 'lose-role', 'stranger-message']],
  ['survey sweepQueue.send', ['lose-role', 'sweep', 'redrive', 'redrive']],
  ['readLifecycleGrant', ['drop-all', 'sweep']],
  ['endLife', ['delete-bucket', 'remake-bucket', 'delete-bucket']],
  ['noteChange', ['put-lifecycle', 'put-lifecycle', 'put-lifecycle']],
  ['saveStanding', ['tag-account', 'sweep']],
  ['saveProblem', ['lose-role', 'stop-forwarding', 'sweep']],
  ['clearProblem', ['lose-role', 'sweep', 'get-role', 'sweep']],
  ['survey survey.readTags', ['tag-and-drop', 'sweep']],
  ['taggedBuckets', ['drop-all', 'sweep']],
  ['survey buckets.bucket', ['make-bucket', 'sweep', 'sweep']],
  ['runs.release', ['sweep', 'sweep', 'policy', 'lose-role']],
  ['postpone', ['sweep', 'lose-role', 'policy']],
];

/** Kinds of actions that lead to a call in which something is to go wrong; none where any sweep makes it. */
export function provoking(cell: string): readonly string[] {
  return PROVOKE.find(([part]) => cell.includes(part))?.[1] ?? [];
}

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
    case 'put-lifecycle':
      return { kind, place, by, lifecycle: someLifecycle(random, id, directory) };
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
      };
    case 'tag-bucket':
      return { kind, place, tags: { team: 'red', ...exclude() } };
    case 'tag-account':
      return { kind, account, tags: exclude() };
    case 'tag-unit':
      return { kind, unit: random.pick(UNITS), tags: exclude() };
    case 'move-account':
      return { kind, account, unit: random.pick(UNITS) };
    case 'ambush-all':
      return { kind: 'ambush', places: buckets.map(placeOf), when: 'behind' };
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
