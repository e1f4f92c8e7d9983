import type { ReconcileBucketEnvironment } from '../core/contract/environment';

/** The environment of `reconcile-bucket`, typed. */
export interface ReconcileBucketConfig {
  readonly qualifier: string;
  readonly rolePath: string;
  readonly partition: string;
  readonly homeRegion: string;
  readonly scope: 'organization' | 'account';
  readonly mode: 'apply' | 'audit';
  readonly days: number;
  readonly onLongerRule: 'add' | 'accept' | 'report';
  readonly bucketOptOut: boolean;
  readonly excludedBucketNames: readonly string[];
  readonly settleSeconds: number;
  readonly retrySeconds: number;
  readonly maxTries: number;
  readonly profileSeconds: number;
  readonly settleQueueUrl: string;
  readonly deadLetterQueueUrl: string;
}

type Key = keyof ReconcileBucketEnvironment;

/** Throws one Error that lists every variable that is missing or wrong: its name, its value and what it must be. */
export function parseReconcileBucketEnvironment(environment: NodeJS.ProcessEnv): ReconcileBucketConfig {
  const problems: string[] = [];
  const wrong = (key: Key, expected: string): void => {
    const value = environment[key];
    problems.push(`${key} ${value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`}: must be ${expected}`);
  };
  const text = (key: Key, pattern: RegExp, expected: string): string => {
    const value = environment[key] ?? '';
    if (!pattern.test(value)) wrong(key, expected);
    return value;
  };
  const choice = <T extends string>(key: Key, choices: readonly [T, ...T[]]): T => {
    const found = choices.find((candidate) => candidate === environment[key]);
    if (found === undefined) wrong(key, choices.join(' or '));
    return found ?? choices[0];
  };
  const whole = (key: Key, least: number, most: number): number => {
    const value = environment[key] ?? '';
    const number = /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) wrong(key, `a whole number from ${least} to ${most}`);
    return number;
  };
  const patterns = (key: Key): readonly string[] => {
    const list = parseJson(environment[key]);
    if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list;
    wrong(key, 'a JSON array of texts');
    return [];
  };
  const url = /^https?:\/\/\S+$/;
  const config: ReconcileBucketConfig = {
    qualifier: text('PARTSWEEP_QUALIFIER', /^[\w-]+$/, 'a name'),
    rolePath: text('PARTSWEEP_ROLE_PATH', /^\/(.+\/)?$/, '/ or a path that begins and ends with /'),
    partition: text('PARTSWEEP_PARTITION', /^aws[a-z-]*$/, 'a partition, such as aws'),
    homeRegion: text('PARTSWEEP_HOME_REGION', /^[a-z-]+-\d+$/, 'a Region'),
    scope: choice('PARTSWEEP_SCOPE', ['organization', 'account']),
    mode: choice('PARTSWEEP_MODE', ['audit', 'apply']),
    days: whole('PARTSWEEP_DAYS', 1, 2_147_483_647),
    onLongerRule: choice('PARTSWEEP_ON_LONGER_RULE', ['add', 'accept', 'report']),
    bucketOptOut: choice('PARTSWEEP_BUCKET_OPT_OUT', ['true', 'false']) === 'true',
    excludedBucketNames: patterns('PARTSWEEP_EXCLUDED_BUCKET_NAMES'),
    settleSeconds: whole('PARTSWEEP_SETTLE_SECONDS', 1, 900),
    retrySeconds: whole('PARTSWEEP_RETRY_SECONDS', 0, 900),
    maxTries: whole('PARTSWEEP_MAX_TRIES', 1, 1_000),
    profileSeconds: whole('PARTSWEEP_PROFILE_SECONDS', 0, 86_400),
    settleQueueUrl: text('PARTSWEEP_SETTLE_QUEUE_URL', url, 'the URL of a queue'),
    deadLetterQueueUrl: text('PARTSWEEP_DEAD_LETTER_QUEUE_URL', url, 'the URL of a queue'),
  };
  if (problems.length > 0) throw new Error(`the environment of the function is wrong:\n${problems.join('\n')}`);
  return config;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
