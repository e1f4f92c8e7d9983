import { Aws } from 'aws-cdk-lib';
import type {
  HubEnvironment,
  MemberEnvironment,
  ReconcileBucketEnvironment,
  StartSweepEnvironment,
  SurveyAccountEnvironment,
  SweepEnvironment,
  WriteReportEnvironment,
} from '../../core/contract/environment';
import { stackSetNames } from '../../core/contract/names';
import { directoryBucketRegions } from '../../core/settings/directory-bucket-regions';
import type { Settings } from '../../core/settings/settings';
import type { CentralBus } from './central-bus';
import { type HubQueues, SWEEP_TIMEOUT } from './hub-queues';
import type { Inventory } from './inventory';
import type { WorkQueue } from './work-queue';

/** What the functions of the hub are made of and work with. */
export interface HubParts {
  readonly settings: Settings;
  readonly bus: CentralBus;
  readonly queues: HubQueues;
  readonly inventory: Inventory;
  /** Holds a folder with the bundle of each function. */
  readonly functionsFolder: string;
}

/** The environment of `reconcile-bucket`, to the letter of its contract. */
export function reconcileEnvironment(parts: HubParts): ReconcileBucketEnvironment {
  const { settings, inventory, queues } = parts;
  return {
    ...hubEnvironment(parts, queues.settle),
    ...memberEnvironment(parts),
    PARTSWEEP_REPAIR_LOST_UPDATES: flag(settings.repairLostUpdates),
    PARTSWEEP_PROFILE_SECONDS: String(settings.profileSeconds),
    PARTSWEEP_WRITES_PER_HOUR: String(settings.writesPerHour),
    PARTSWEEP_WRITES_PER_SWEEP: String(settings.writesPerSweep),
    PARTSWEEP_IMAGE_BUCKET: inventory.bucket.bucketName,
    PARTSWEEP_HUB_ACCOUNT_ID: settings.hubAccountId,
  };
}

/** The environment of `start-sweep`, to the letter of its contract. */
export function startSweepEnvironment(parts: HubParts): StartSweepEnvironment {
  const { settings, queues } = parts;
  const inOrganization = settings.scope === 'organization';
  return {
    ...hubEnvironment(parts, queues.sweep),
    ...sweepEnvironment(queues),
    PARTSWEEP_REPORT_QUEUE_URL: queues.reports.queue.queueUrl,
    PARTSWEEP_PROFILE_SECONDS: String(settings.profileSeconds),
    PARTSWEEP_HUB_ACCOUNT_ID: settings.hubAccountId,
    PARTSWEEP_MANAGEMENT_ACCOUNT_ID: inOrganization ? settings.managementAccountId : 'none',
    PARTSWEEP_DEPLOY_TO_MANAGEMENT_ACCOUNT: flag(inOrganization && settings.deployToManagementAccount),
    PARTSWEEP_CALL_AS: inOrganization ? settings.callAs : 'SELF',
    PARTSWEEP_STACK_SET_NAMES: JSON.stringify(
      inOrganization ? stackSetNames(settings.qualifier, settings.regions) : [],
    ),
  };
}

/** The environment of `survey-account`, to the letter of its contract. */
export function surveyEnvironment(parts: HubParts): SurveyAccountEnvironment {
  const { settings, queues } = parts;
  return {
    ...hubEnvironment(parts, queues.accounts),
    ...memberEnvironment(parts),
    ...sweepEnvironment(queues),
    PARTSWEEP_FORWARDED_REGIONS: JSON.stringify(settings.regions),
    PARTSWEEP_DIRECTORY_BUCKET_REGIONS: JSON.stringify(directoryBucketRegions(settings)),
  };
}

/** The environment of `write-report`, to the letter of its contract. */
export function reportEnvironment({ settings, queues, inventory }: HubParts): WriteReportEnvironment {
  return {
    PARTSWEEP_QUALIFIER: settings.qualifier,
    PARTSWEEP_HOME_REGION: settings.homeRegion,
    PARTSWEEP_HUB_ACCOUNT_ID: settings.hubAccountId,
    PARTSWEEP_ORGANIZATION_ID: settings.scope === 'organization' ? settings.organizationId : 'none',
    PARTSWEEP_RETRY_SECONDS: String(settings.retrySeconds),
    PARTSWEEP_MAX_TRIES: String(settings.maxTries),
    PARTSWEEP_INVENTORY_TABLE: inventory.table.tableName,
    PARTSWEEP_REPORT_BUCKET: inventory.bucket.bucketName,
    PARTSWEEP_REPORT_QUEUE_URL: queues.reports.queue.queueUrl,
    PARTSWEEP_DEAD_LETTER_QUEUE_URL: queues.reports.deadLetters.queueUrl,
  };
}

function hubEnvironment({ settings, queues, inventory }: HubParts, own: WorkQueue): HubEnvironment {
  const inOrganization = settings.scope === 'organization';
  return {
    PARTSWEEP_QUALIFIER: settings.qualifier,
    PARTSWEEP_HOME_REGION: settings.homeRegion,
    PARTSWEEP_SCOPE: settings.scope,
    PARTSWEEP_MODE: settings.mode,
    PARTSWEEP_MODES: JSON.stringify(inOrganization ? settings.modes : {}),
    PARTSWEEP_TARGETS: JSON.stringify(inOrganization ? settings.targets : null),
    PARTSWEEP_DAYS: String(settings.days),
    PARTSWEEP_SETTLE_SECONDS: String(settings.settleSeconds),
    PARTSWEEP_RETRY_SECONDS: String(settings.retrySeconds),
    PARTSWEEP_MAX_TRIES: String(settings.maxTries),
    PARTSWEEP_PAUSE_SECONDS: String(settings.pauseSeconds),
    PARTSWEEP_INVENTORY_TABLE: inventory.table.tableName,
    PARTSWEEP_SETTLE_QUEUE_URL: queues.settle.queue.queueUrl,
    PARTSWEEP_DEAD_LETTER_QUEUE_URL: own.deadLetters.queueUrl,
  };
}

function memberEnvironment({ settings, bus }: HubParts): MemberEnvironment {
  return {
    PARTSWEEP_ROLE_PATH: settings.path,
    PARTSWEEP_PARTITION: Aws.PARTITION,
    PARTSWEEP_ON_LONGER_RULE: settings.onLongerRule,
    PARTSWEEP_ON_FOREIGN_CONFIGURATION: settings.onForeignConfiguration,
    PARTSWEEP_ON_MANAGED_CONFIGURATION: settings.onManagedConfiguration,
    PARTSWEEP_CONTESTED_AFTER: String(settings.contestedAfter),
    PARTSWEEP_CONTESTED_DAYS: String(settings.contestedDays),
    PARTSWEEP_RULE_OF_EXCLUDED_BUCKETS: settings.ruleOfExcludedBuckets,
    PARTSWEEP_BUCKET_OPT_OUT: flag(settings.allowBucketOptOut),
    PARTSWEEP_EXCLUDED_BUCKET_NAMES: JSON.stringify(settings.excludedBucketNames),
    PARTSWEEP_BUS_NAME: bus.busName,
  };
}

function sweepEnvironment({ sweep, accounts }: HubQueues): SweepEnvironment {
  return {
    PARTSWEEP_SWEEP_QUEUE_URL: sweep.queue.queueUrl,
    PARTSWEEP_ACCOUNT_QUEUE_URL: accounts.queue.queueUrl,
    PARTSWEEP_TIMEOUT_SECONDS: String(SWEEP_TIMEOUT.toSeconds()),
  };
}

function flag(value: boolean): 'true' | 'false' {
  return value ? 'true' : 'false';
}
