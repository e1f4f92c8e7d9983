import * as rules from './rules';
import { configuration } from './rules';
import type { Scene } from './scenes';

/** A bucket that was there before anybody heard of it: `play` is what its owner had done with it. */
export interface ExistingBucket extends Omit<Scene, 'account'> {
  readonly account: 'workload' | 'log archive';
  /** A directory bucket, whose Region is us-east-1, with or without the statement that lets S3 Lifecycle act. */
  readonly directory?: 'granted' | 'not granted';
}

/** The settings' pattern that excludes one of them by its name. */
export const EXCLUDED_NAMES = 'existing-scratchpad-*';
/** Availability Zone of the directory buckets. */
export const ZONE = 'use1-az4';

const nothing: Scene['play'] = async () => {};

const put =
  (...texts: readonly string[]): Scene['play'] =>
  (user, bucket) =>
    user.writeLifecycle(bucket, { xml: configuration(...texts) });

const tag =
  (key: string, value: string): Scene['play'] =>
  (user, bucket) =>
    user.tag(bucket, { [key]: value });

type Row = readonly [
  name: string,
  title: string,
  regionIndex: number,
  play: Scene['play'],
  verdict: Scene['verdict'],
  change: Scene['change'],
  reasonCode?: string,
];

const ROWS: readonly Row[] = [
  ['orders', 'bare', 0, nothing, 'applied', 'added'],
  ['uploads', 'bare, elsewhere', 1, nothing, 'applied', 'added'],
  ['photos', 'bare', 0, nothing, 'applied', 'added'],
  ['exports', 'bare, elsewhere', 1, nothing, 'applied', 'added'],
  ['builds', 'bare', 0, nothing, 'applied', 'added'],
  ['kept', 'has our rule', 0, put(rules.OURS), 'covered', 'untouched', 'covered-by-ours'],
  [
    'tidy',
    "somebody else's rule covers it",
    1,
    put(rules.WHOLE_BUCKET_ABORT),
    'covered',
    'untouched',
    'covered-by-other',
  ],
  ['tidy-v1', 'the same in the old dialect', 0, put(rules.WHOLE_BUCKET_ABORT_V1), 'covered', 'untouched'],
  ['monthly', "somebody else's rule aborts later", 0, put(rules.LONGER_ABORT), 'applied', 'added'],
  ['scratch', 'a rule of its owner (V2)', 1, put(rules.SCRATCH), 'applied', 'added'],
  ['rotated', 'a rule of its owner in the old dialect (V1)', 0, put(rules.DATED_V1), 'applied', 'added'],
  [
    'overlap',
    'an abort rule in the old dialect',
    1,
    put(rules.V1_PREFIX_ABORT),
    'refused',
    'untouched',
    'v1-abort-overlap',
  ],
  [
    'switched-off',
    'our rule, disabled, between two of its owner',
    0,
    put(rules.RETENTION, rules.OURS_DISABLED, rules.SCRATCH),
    'applied',
    'repaired',
  ],
  ['too-late', 'our rule with more days', 1, put(rules.OURS_TOO_LATE, rules.SCRATCH), 'applied', 'repaired'],
  ['narrowed', 'our rule, narrowed to a prefix', 0, put(rules.OURS_NARROWED), 'applied', 'repaired'],
  ['off', 'a rule that would cover it, disabled', 1, put(rules.DISABLED_ABORT), 'applied', 'added'],
  ['logs-alone', 'an abort rule for one prefix', 0, put(rules.PREFIX_ABORT), 'applied', 'added'],
  ['novelty', 'a rule with an element that no SDK knows', 1, put(rules.NOVELTY, rules.SCRATCH), 'applied', 'added'],
  ['id-taken', 'our ID on another rule', 0, put(rules.OUR_ID_TAKEN), 'refused', 'untouched', 'rule-id-taken'],
  [
    'full',
    'as many rules as S3 takes',
    0,
    (user, bucket) => user.writeLifecycle(bucket, { xml: rules.FULL }),
    'refused',
    'untouched',
    'too-many-rules',
  ],
  ['opted-out', 'opted out by its tag', 0, tag('partsweep:exclude', 'true'), 'excluded', 'untouched'],
  ['opted-out-too', 'the same with another value', 1, tag('partsweep:exclude', 'yes'), 'excluded', 'untouched'],
  ['opted-in', 'the tag says false', 1, tag('partsweep:exclude', 'false'), 'applied', 'added'],
  ['owned', 'another tag', 0, tag('owner', 'ada'), 'applied', 'added'],
  ['scratchpad', 'excluded by its name', 0, nothing, 'excluded', 'untouched', 'excluded-by-name'],
  [
    'locked',
    'its policy denies lifecycle changes',
    1,
    (user, bucket) =>
      user.setPolicy(bucket, {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutLifecycleConfiguration',
        Resource: `arn:aws:s3:::${bucket}`,
      }),
    'denied',
    'untouched',
  ],
];

export const EXISTING_BUCKETS: readonly ExistingBucket[] = [
  ...ROWS.map(([name, title, regionIndex, play, verdict, change, reasonCode]) => ({
    name,
    title,
    account: 'workload' as const,
    regionIndex,
    play,
    verdict,
    change,
    ...(reasonCode === undefined ? {} : { reasonCode }),
  })),
  {
    name: 'header',
    title: 'rules of its owner with a transition default of their own',
    account: 'workload',
    regionIndex: 0,
    play: (user, bucket) =>
      user.writeLifecycle(bucket, {
        xml: configuration(rules.RETENTION, rules.SCRATCH),
        transitionDefaultMinimumObjectSize: 'varies_by_storage_class',
      }),
    verdict: 'applied',
    change: 'added',
  },
  {
    name: 'archive',
    title: 'bare, under an SCP that denies lifecycle changes',
    account: 'log archive',
    regionIndex: 0,
    play: nothing,
    verdict: 'denied',
    change: 'untouched',
  },
  {
    name: 'fast',
    title: 'a directory bucket whose policy lets S3 Lifecycle act',
    account: 'workload',
    regionIndex: 1,
    play: nothing,
    verdict: 'applied',
    change: 'added',
    directory: 'granted',
  },
  {
    name: 'fast-unasked',
    title: 'a directory bucket whose policy does not',
    account: 'workload',
    regionIndex: 1,
    play: nothing,
    verdict: 'reported',
    change: 'added',
    reasonCode: 'directory-bucket-policy',
    directory: 'not granted',
  },
];
