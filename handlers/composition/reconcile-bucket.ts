import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { DynamoDbAccountRecords } from '../../adapters/inventory/account-records';
import { DynamoDbBrake } from '../../adapters/inventory/brake';
import { S3ImageStore } from '../../adapters/inventory/image-store';
import { SweptProfiles } from '../../adapters/inventory/swept-profiles';
import { DynamoDbWriteLog } from '../../adapters/inventory/write-log';
import { defaultProvider } from '../../adapters/lambda-credentials';
import { OrganizationsProfiles } from '../../adapters/organizations';
import { EventBridgeOutcomeEvents } from '../../adapters/outcome-events';
import { RetryQuotas } from '../../adapters/retry-quotas';
import { S3Calls } from '../../adapters/s3-calls';
import { SingleAccountProfiles } from '../../adapters/single-account';
import { StsAccountAccess } from '../../adapters/sts';
import { systemClock } from '../../adapters/system-clock';
import type { ReconcileBucketConfig } from '../environment/reconcile-bucket';
import type { BatchServices } from '../settle-batch';
import { bucketRules, composeHub, TIMEOUTS, type Write } from './shared';

/** The ports on AWS, once for the life of the function. */
export function composeReconcileBucket(config: ReconcileBucketConfig, write: Write): BatchServices {
  const { region, name, table, ports } = composeHub(config, write);
  const sts = new STSClient({ region, maxAttempts: 2, requestHandler: TIMEOUTS });
  const { writesPerHour, writesPerSweep, pauseSeconds, settleSeconds, retrySeconds, maxTries, repairLostUpdates } =
    config;
  return {
    ...ports,
    postpone: (receiptHandle, seconds) => ports.settleQueue.postpone(receiptHandle, seconds),
    writes: new DynamoDbWriteLog(
      table,
      systemClock,
      new S3ImageStore({
        calls: new S3Calls({ credentials: defaultProvider(), retries: new RetryQuotas(2), requestHandler: TIMEOUTS }),
        region,
        bucket: config.imageBucket,
        owner: config.hubAccountId,
      }),
    ),
    brake: new DynamoDbBrake(table, systemClock, { writesPerHour, writesPerRun: writesPerSweep, pauseSeconds }),
    events: new EventBridgeOutcomeEvents({
      events: new EventBridgeClient({ region, maxAttempts: 3, requestHandler: TIMEOUTS }),
      bus: config.busName,
      source: config.qualifier,
      journal: ports.journal,
    }),
    profiles:
      config.scope === 'account'
        ? new SingleAccountProfiles()
        : new SweptProfiles({
            live: new OrganizationsProfiles({
              organizations: new OrganizationsClient({ region, maxAttempts: 3, requestHandler: TIMEOUTS }),
              clock: systemClock,
              seconds: config.profileSeconds,
            }),
            accounts: new DynamoDbAccountRecords(table),
            clock: systemClock,
          }),
    access: new StsAccountAccess({
      sts,
      partition: config.partition,
      rolePath: config.rolePath,
      roleName: name.memberRole,
      sessionName: name.reconcileFunction,
      // one pool of connections, whatever the account and Region
      requestHandler: sts.config.requestHandler,
    }),
    excludedNames: config.excludedBucketNames,
    memberRoleName: name.memberRole,
    rules: { ...bucketRules(config), settleSeconds, retrySeconds, maxTries, repairLostUpdates },
  };
}
