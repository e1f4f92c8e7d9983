import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { STSClient } from '@aws-sdk/client-sts';
import pLimit from 'p-limit';
import { EventBridgeOutcomeEvents } from '../../adapters/outcome-events';
import { SqsAccountQueue, SqsSweepQueue } from '../../adapters/sqs';
import { StsSurveyAccess } from '../../adapters/survey-access';
import { systemClock } from '../../adapters/system-clock';
import type { AccountBatchServices } from '../account-batch';
import type { SurveyAccountConfig } from '../environment/survey-account';
import { bucketRules, composeHub, composeSweepInventory, TIMEOUTS, type Write } from './shared';

/** Buckets of an account that are read at a time. */
const BUCKETS_AT_A_TIME = 25;

/** The ports on AWS, once for the life of the function. */
export function composeSurveyAccount(config: SurveyAccountConfig, write: Write): AccountBatchServices {
  const { region, name, sqs, table, ports } = composeHub(config, write);
  const accountQueue = new SqsAccountQueue(sqs, config.accountQueueUrl);
  const sts = new STSClient({ region, maxAttempts: 3, requestHandler: TIMEOUTS });
  return {
    ...ports,
    ...composeSweepInventory(table, config),
    accountQueue,
    sweepQueue: new SqsSweepQueue(sqs, config.sweepQueueUrl),
    postpone: (receiptHandle, seconds) => accountQueue.postpone(receiptHandle, seconds),
    events: new EventBridgeOutcomeEvents({
      events: new EventBridgeClient({ region, maxAttempts: 3, requestHandler: TIMEOUTS }),
      bus: config.busName,
      source: config.qualifier,
      journal: ports.journal,
    }),
    access: new StsSurveyAccess({
      sts,
      clock: systemClock,
      partition: config.partition,
      rolePath: config.rolePath,
      roleName: name.memberRole,
      sessionName: name.surveyFunction,
      homeRegion: region,
      // one pool of connections, whatever the account and Region
      requestHandler: sts.config.requestHandler,
    }),
    rules: { ...bucketRules(config), excludedNames: config.excludedBucketNames },
    forwardedRegions: config.forwardedRegions,
    directoryRegions: config.directoryBucketRegions,
    claimSeconds: config.timeoutSeconds,
    settleSeconds: config.settleSeconds,
    retrySeconds: config.retrySeconds,
    maxTries: config.maxTries,
    limit: pLimit(BUCKETS_AT_A_TIME),
  };
}
