import type { HubEnvironment, MemberEnvironment, SweepEnvironment } from '../../core/contract/environment';
import { parseRegion, type Region } from '../../core/identifiers';
import type { Mode } from '../../core/mode';
import type { SelectionRules } from '../../core/selection';
import { asText, type EnvironmentReader } from './reader';

/** What every function has, typed. */
export interface HubConfig extends SelectionRules {
  readonly qualifier: string;
  readonly homeRegion: Region;
  readonly scope: HubEnvironment['PARTSWEEP_SCOPE'];
  readonly settleSeconds: number;
  readonly retrySeconds: number;
  readonly maxTries: number;
  readonly pauseSeconds: number;
  /** Name of the table. */
  readonly inventoryTable: string;
  readonly settleQueueUrl: string;
  /** Of the queue that the function works off. */
  readonly deadLetterQueueUrl: string;
}

export function readHub(reader: EnvironmentReader<keyof HubEnvironment>): HubConfig {
  return {
    qualifier: reader.name('PARTSWEEP_QUALIFIER'),
    homeRegion: reader.parsed('PARTSWEEP_HOME_REGION', parseRegion, 'a Region'),
    scope: reader.choice('PARTSWEEP_SCOPE', ['organization', 'account']),
    mode: reader.choice('PARTSWEEP_MODE', ['audit', 'apply']),
    modes: reader.record('PARTSWEEP_MODES', parseMode, 'audit or apply by ID'),
    targets: reader.listOrNull('PARTSWEEP_TARGETS', asText, 'IDs'),
    days: reader.count('PARTSWEEP_DAYS', 1, 2_147_483_647),
    settleSeconds: reader.count('PARTSWEEP_SETTLE_SECONDS', 1, 900),
    retrySeconds: reader.count('PARTSWEEP_RETRY_SECONDS', 0, 900),
    maxTries: reader.count('PARTSWEEP_MAX_TRIES', 1, 1_000),
    pauseSeconds: reader.count('PARTSWEEP_PAUSE_SECONDS', 0, 60),
    inventoryTable: reader.name('PARTSWEEP_INVENTORY_TABLE'),
    settleQueueUrl: reader.url('PARTSWEEP_SETTLE_QUEUE_URL'),
    deadLetterQueueUrl: reader.url('PARTSWEEP_DEAD_LETTER_QUEUE_URL'),
  };
}

/** What functions that look at buckets have, typed. */
export interface MemberConfig {
  readonly rolePath: string;
  readonly partition: string;
  readonly onLongerRule: MemberEnvironment['PARTSWEEP_ON_LONGER_RULE'];
  readonly onForeignConfiguration: MemberEnvironment['PARTSWEEP_ON_FOREIGN_CONFIGURATION'];
  readonly onManagedConfiguration: MemberEnvironment['PARTSWEEP_ON_MANAGED_CONFIGURATION'];
  readonly contestedAfter: number;
  readonly contestedDays: number;
  readonly ruleOfExcludedBuckets: MemberEnvironment['PARTSWEEP_RULE_OF_EXCLUDED_BUCKETS'];
  readonly bucketOptOut: boolean;
  readonly excludedBucketNames: readonly string[];
  readonly busName: string;
}

export function readMember(reader: EnvironmentReader<keyof MemberEnvironment>): MemberConfig {
  return {
    rolePath: reader.text('PARTSWEEP_ROLE_PATH', /^\/(.+\/)?$/, '/ or a path that begins and ends with /'),
    partition: reader.text('PARTSWEEP_PARTITION', /^aws[a-z-]*$/, 'a partition, such as aws'),
    onLongerRule: reader.choice('PARTSWEEP_ON_LONGER_RULE', ['add', 'accept', 'report']),
    onForeignConfiguration: reader.choice('PARTSWEEP_ON_FOREIGN_CONFIGURATION', ['merge', 'report', 'skip']),
    onManagedConfiguration: reader.choice('PARTSWEEP_ON_MANAGED_CONFIGURATION', ['merge', 'report', 'skip']),
    contestedAfter: reader.count('PARTSWEEP_CONTESTED_AFTER', 1, 10),
    contestedDays: reader.count('PARTSWEEP_CONTESTED_DAYS', 1, 365),
    ruleOfExcludedBuckets: reader.choice('PARTSWEEP_RULE_OF_EXCLUDED_BUCKETS', ['keep', 'remove']),
    bucketOptOut: reader.flag('PARTSWEEP_BUCKET_OPT_OUT'),
    excludedBucketNames: reader.list('PARTSWEEP_EXCLUDED_BUCKET_NAMES', asText, 'texts'),
    busName: reader.name('PARTSWEEP_BUS_NAME'),
  };
}

/** What the functions of the sweep have, typed. */
export interface SweepConfig {
  readonly sweepQueueUrl: string;
  readonly accountQueueUrl: string;
  /** For how long the function may run, in seconds. */
  readonly timeoutSeconds: number;
}

export function readSweep(reader: EnvironmentReader<keyof SweepEnvironment>): SweepConfig {
  return {
    sweepQueueUrl: reader.url('PARTSWEEP_SWEEP_QUEUE_URL'),
    accountQueueUrl: reader.url('PARTSWEEP_ACCOUNT_QUEUE_URL'),
    timeoutSeconds: reader.count('PARTSWEEP_TIMEOUT_SECONDS', 1, 900),
  };
}

function parseMode(item: unknown): Mode | undefined {
  return item === 'audit' || item === 'apply' ? item : undefined;
}
