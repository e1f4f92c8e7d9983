import { Aws } from 'aws-cdk-lib';
import type { ReconcileBucketEnvironment } from '../../core/contract/environment';
import type { Settings } from '../../core/settings/settings';
import type { SettleQueue } from './settle-queue';

/** The environment of `reconcile-bucket`, to the letter of its contract. */
export function reconcileEnvironment(settings: Settings, queues: SettleQueue): ReconcileBucketEnvironment {
  return {
    PARTSWEEP_QUALIFIER: settings.qualifier,
    PARTSWEEP_ROLE_PATH: settings.path,
    PARTSWEEP_PARTITION: Aws.PARTITION,
    PARTSWEEP_HOME_REGION: settings.homeRegion,
    PARTSWEEP_SCOPE: settings.scope,
    PARTSWEEP_MODE: settings.mode,
    PARTSWEEP_DAYS: String(settings.days),
    PARTSWEEP_ON_LONGER_RULE: settings.onLongerRule,
    PARTSWEEP_BUCKET_OPT_OUT: settings.allowBucketOptOut ? 'true' : 'false',
    PARTSWEEP_EXCLUDED_BUCKET_NAMES: JSON.stringify(settings.excludedBucketNames),
    PARTSWEEP_SETTLE_SECONDS: String(settings.settleSeconds),
    PARTSWEEP_RETRY_SECONDS: String(settings.retrySeconds),
    PARTSWEEP_MAX_TRIES: String(settings.maxTries),
    PARTSWEEP_PROFILE_SECONDS: String(settings.profileSeconds),
    PARTSWEEP_SETTLE_QUEUE_URL: queues.queue.queueUrl,
    PARTSWEEP_DEAD_LETTER_QUEUE_URL: queues.deadLetters.queueUrl,
  };
}
