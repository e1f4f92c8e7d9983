import type { PauseScope } from '../../core/brake';
import type { AccountId } from '../../core/identifiers';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { BucketPlace } from '../../core/ports';
import type { ProductSettings } from './product-settings';

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
  /** A configuration goes, and two sweeps find that at nearly the same time. */
  | { readonly kind: 'sweep-twice'; readonly place: BucketPlace; readonly after: number }
  /** Somebody writes, and writes again some minutes after, when the first writing is just about to be looked at. */
  | {
      readonly kind: 'put-twice';
      readonly place: BucketPlace;
      readonly lifecycles: readonly [LifecycleConfiguration | undefined, LifecycleConfiguration | undefined];
      readonly after: number;
    }
  /** Whatever the writer puts there is put back to what it was, so many times, a moment after. */
  | { readonly kind: 'drift'; readonly place: BucketPlace; readonly by: Writer; readonly times: number }
  /**
   * Somebody else writes between our read and our write (`well-ahead`: the seconds of events tell the order), or behind our write. `drops`: and takes every configuration away first, or makes
   * the bucket, so that we write.
   */
  | {
      readonly kind: 'ambush';
      readonly places: readonly BucketPlace[];
      readonly when: AmbushTime;
      readonly drops: boolean;
    }
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
  /** A forwarder that is silent while a bucket is made, until a sweep has seen that, and one after it. */
  | { readonly kind: 'forwarder-trouble'; readonly account: AccountId; readonly place: BucketPlace }
  /** A role that is gone until a sweep has seen that, and one after it. */
  | { readonly kind: 'role-trouble'; readonly account: AccountId }
  | { readonly kind: 'spoof'; readonly from: AccountId; readonly place: BucketPlace; readonly how: Spoof }
);

export type ActionOf<Kind extends Action['kind']> = Action & { readonly kind: Kind };

/** `other-account`: the record names another account than the envelope. `own-source`: no source of AWS's. `stranger`: a bucket of nobody we know. */
export const SPOOFS = ['other-account', 'own-source', 'stranger', 'other-owner', 'replayed'] as const;
export type Spoof = (typeof SPOOFS)[number];

export interface Stage {
  readonly accounts: readonly AccountId[];
  readonly buckets: readonly BucketPlace[];
  readonly settings: ProductSettings;
}
