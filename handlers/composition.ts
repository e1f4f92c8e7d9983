import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { LineJournal } from '../adapters/journal';
import { OrganizationsProfiles } from '../adapters/organizations';
import { SingleAccountProfiles } from '../adapters/single-account';
import { SqsDeadLetters, SqsSettleQueue } from '../adapters/sqs';
import { StsAccountAccess } from '../adapters/sts';
import { systemClock } from '../adapters/system-clock';
import { names } from '../core/contract/names';
import type { ReconcileBucketConfig } from './environment';
import type { BatchServices } from './settle-batch';

/** Milliseconds to wait for a connection, and for an answer: a try that hangs must leave time for the rest of its batch. */
const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** The ports on AWS, once for the life of the function. */
export function composeReconcileBucket(config: ReconcileBucketConfig, write: (line: string) => void): BatchServices {
  const region = config.homeRegion;
  const name = names(config.qualifier);
  const sqs = new SQSClient({ region, maxAttempts: 3, requestHandler: TIMEOUTS });
  const sts = new STSClient({ region, maxAttempts: 2, requestHandler: TIMEOUTS });
  const settleQueue = new SqsSettleQueue(sqs, config.settleQueueUrl);
  return {
    clock: systemClock,
    settleQueue,
    postpone: (receiptHandle, seconds) => settleQueue.postpone(receiptHandle, seconds),
    deadLetters: new SqsDeadLetters(sqs, config.deadLetterQueueUrl),
    journal: new LineJournal({ write, clock: systemClock, namespace: name.metricNamespace }),
    profiles:
      config.scope === 'account'
        ? new SingleAccountProfiles()
        : new OrganizationsProfiles({
            organizations: new OrganizationsClient({ region, maxAttempts: 3, requestHandler: TIMEOUTS }),
            clock: systemClock,
            seconds: config.profileSeconds,
          }),
    access: new StsAccountAccess({
      sts,
      partition: config.partition,
      write: config.mode === 'apply',
      rolePath: config.rolePath,
      roleName: name.memberRole,
      sessionName: name.reconcileFunction,
      // one pool of connections, whatever the account and Region
      requestHandler: sts.config.requestHandler,
    }),
    defaultDays: config.days,
    excludedNames: config.excludedBucketNames,
    rules: {
      mode: config.mode,
      onLongerRule: config.onLongerRule,
      bucketOptOut: config.bucketOptOut,
      settleSeconds: config.settleSeconds,
      retrySeconds: config.retrySeconds,
      maxTries: config.maxTries,
    },
  };
}
