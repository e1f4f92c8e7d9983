import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import type { Verdict } from '../core/outcome';
import type { BucketUser } from './bucket-user';
import {
  configuration,
  DATED_V1,
  DISABLED_ABORT,
  NOVELTY,
  OURS_DISABLED,
  RETENTION,
  SCRATCH,
  V1_PREFIX_ABORT,
  WHOLE_BUCKET_ABORT,
} from './rules';

/** In which account a scene plays: one of the landscape's, or the one that joins while the tour runs. */
export type SceneAccount = 'workload' | 'excluded workload' | 'log archive' | 'newcomer';

/** One bucket of the tour: what an ordinary user does with it, and what must have become of it. */
export interface Scene {
  /** Distinct part of the bucket's name. */
  readonly name: string;
  readonly title: string;
  readonly account: SceneAccount;
  /** Place in the list of Regions; taken modulo their number. */
  readonly regionIndex: number;
  /** Acts as a user of the account; `settled` waits for half of the settling time. */
  play(user: BucketUser, bucket: string, halfSettling: () => Promise<void>): Promise<void>;
  readonly verdict: Verdict;
  readonly reasonCode?: string;
  /**
   * `added`: what was there, untouched, and our rule; `repaired`: what was there, with our own rule put right;
   * `untouched`: to the letter what it was.
   */
  readonly change: 'added' | 'repaired' | 'untouched';
}

const create: Scene['play'] = (user, bucket) => user.create(bucket);

/** Creates the bucket and puts the configuration a moment later, as infrastructure as code does. */
const createWith =
  (lifecycle: LifecycleConfiguration): Scene['play'] =>
  async (user, bucket) => {
    await user.create(bucket);
    await user.writeLifecycle(bucket, lifecycle);
  };

export const SCENES: readonly Scene[] = [
  {
    name: 'bare',
    title: 'a bare bucket',
    account: 'workload',
    regionIndex: 0,
    play: create,
    verdict: 'applied',
    change: 'added',
  },
  {
    name: 'bare-elsewhere',
    title: 'a bare bucket in another Region',
    account: 'workload',
    regionIndex: 1,
    play: create,
    verdict: 'applied',
    change: 'added',
  },
  {
    name: 'foreign-rules',
    title: "somebody's retention policy and scratch rule (V2)",
    account: 'workload',
    regionIndex: 0,
    play: createWith({
      xml: configuration(RETENTION, SCRATCH),
      transitionDefaultMinimumObjectSize: 'varies_by_storage_class',
    }),
    verdict: 'applied',
    change: 'added',
  },
  {
    name: 'old-dialect',
    title: 'rules in the old dialect (V1), with a date',
    account: 'workload',
    regionIndex: 1,
    play: createWith({ xml: configuration(DATED_V1) }),
    verdict: 'applied',
    change: 'added',
  },
  {
    name: 'unknown-element',
    title: 'a rule with an element that no SDK knows',
    account: 'workload',
    regionIndex: 0,
    play: createWith({ xml: configuration(NOVELTY) }),
    verdict: 'applied',
    change: 'added',
  },
  {
    name: 'already-covered',
    title: 'already covered by a rule of its own',
    account: 'workload',
    regionIndex: 0,
    play: createWith({ xml: configuration(WHOLE_BUCKET_ABORT) }),
    verdict: 'covered',
    change: 'untouched',
  },
  {
    name: 'disabled-rule',
    title: 'a rule that would cover it, but is disabled',
    account: 'workload',
    regionIndex: 0,
    play: createWith({ xml: configuration(DISABLED_ABORT) }),
    verdict: 'applied',
    change: 'added',
  },
  {
    name: 'switched-off',
    title: 'our own rule, switched off by somebody, between two rules of theirs',
    account: 'workload',
    regionIndex: 1,
    play: createWith({ xml: configuration(RETENTION, OURS_DISABLED, SCRATCH) }),
    verdict: 'applied',
    change: 'repaired',
  },
  {
    name: 'old-dialect-overlap',
    title: 'an abort rule in the old dialect, where S3 refuses overlaps',
    account: 'workload',
    regionIndex: 0,
    play: createWith({ xml: configuration(V1_PREFIX_ABORT) }),
    verdict: 'refused',
    change: 'untouched',
  },
  {
    name: 'tagged-out',
    title: 'a bucket that opted out by its tag',
    account: 'workload',
    regionIndex: 0,
    async play(user, bucket) {
      await user.create(bucket);
      await user.tag(bucket, { 'partsweep:exclude': 'true' });
    },
    verdict: 'excluded',
    change: 'untouched',
  },
  {
    name: 'excluded-account',
    title: 'a bucket in an account that opted out by its tag',
    account: 'excluded workload',
    regionIndex: 0,
    play: create,
    verdict: 'excluded',
    change: 'untouched',
  },
  {
    name: 'log-archive',
    title: 'a bucket under an SCP that denies lifecycle changes',
    account: 'log archive',
    regionIndex: 0,
    play: create,
    verdict: 'denied',
    change: 'untouched',
  },
  {
    name: 'newcomer',
    title: 'a bucket in an account that joined a moment ago',
    account: 'newcomer',
    regionIndex: 0,
    play: create,
    verdict: 'applied',
    change: 'added',
  },
  {
    name: 'while-settling',
    title: 'a bucket whose lifecycle is put while it settles',
    account: 'workload',
    regionIndex: 0,
    async play(user, bucket, halfSettling) {
      await user.create(bucket);
      await halfSettling();
      await user.writeLifecycle(bucket, { xml: configuration(SCRATCH) });
    },
    verdict: 'applied',
    change: 'added',
  },
];
