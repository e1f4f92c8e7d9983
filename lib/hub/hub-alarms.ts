import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Settings } from '../../core/settings/settings';
import type { SettleQueue } from './settle-queue';

const FIVE_MINUTES = { period: Duration.minutes(5) };

/** What a healthy hub does not show: dead letters, crashes, throttling, a queue that is not worked off. */
export class HubAlarms extends Construct {
  constructor(scope: Construct, id: string, settings: Settings, queues: SettleQueue, reconcile: IFunction) {
    super(scope, id);
    const alarm = (
      alarmId: string,
      suffix: string,
      description: string,
      metric: IMetric,
      threshold: number,
      evaluationPeriods = 1,
    ): Alarm =>
      new Alarm(this, alarmId, {
        alarmName: `${settings.qualifier}-${suffix}`,
        alarmDescription: description,
        metric,
        threshold,
        evaluationPeriods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
    const depth = { ...FIVE_MINUTES, statistic: 'Maximum' };
    alarm(
      'SettleDeadLetters',
      'settle-dead-letters',
      'Buckets could not be reconciled: the reason is in the attributes of each message',
      queues.deadLetters.metricApproximateNumberOfMessagesVisible(depth),
      0,
    );
    alarm(
      'UndeliveredEvents',
      'undelivered-events',
      'EventBridge could not put events into the settle queue',
      queues.undelivered.metricApproximateNumberOfMessagesVisible(depth),
      0,
    );
    alarm(
      'ReconcileErrors',
      'reconcile-errors',
      'reconcile-bucket crashed or ran out of time: see its log',
      reconcile.metricErrors(FIVE_MINUTES),
      0,
    );
    alarm(
      'ReconcileThrottles',
      'reconcile-throttles',
      'reconcile-bucket is throttled: lower maximumConcurrency, or ask for a higher quota',
      reconcile.metricThrottles(FIVE_MINUTES),
      0,
      3,
    );
    alarm(
      'SettleAge',
      'settle-age',
      'The settle queue is not worked off: an hour more than the settling time',
      queues.queue.metricApproximateAgeOfOldestMessage(depth),
      settings.settleSeconds + 3_600,
    );
  }
}
