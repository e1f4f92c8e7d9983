import { Duration } from 'aws-cdk-lib';
import { type Alarm, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { bucketsMetric, METRICS } from '../../core/contract/metrics';
import { names } from '../../core/contract/names';
import type { Settings } from '../../core/settings/settings';
import type { HubFunctions } from './hub-functions';
import type { HubQueues } from './hub-queues';
import { type AlarmProps, operatorAlarm } from './operator-alarm';

const FIVE_MINUTES = { period: Duration.minutes(5) };
const DEPTH = { ...FIVE_MINUTES, statistic: 'Maximum' };

/** Longest time that an alarm can look back, in hours. Source: PutMetricAlarm, Amazon CloudWatch API Reference. */
const LONGEST_LOOK_BACK = 168;
/** What a sweep of the largest organization may take, in hours. */
const LONGEST_SWEEP = 12;

/** What a healthy hub does not show. Every alarm goes to the topic, and its description says what to do next. */
export class HubAlarms extends Construct {
  readonly #qualifier: string;
  readonly #topic: ITopic;
  readonly alarms: Alarm[] = [];

  constructor(
    scope: Construct,
    id: string,
    settings: Settings,
    parts: { readonly queues: HubQueues; readonly functions: HubFunctions; readonly topic: ITopic },
  ) {
    super(scope, id);
    this.#qualifier = settings.qualifier;
    this.#topic = parts.topic;
    this.#queues(settings, parts.queues);
    this.#functions(parts.functions);
    this.#sweep(settings);
    this.#whatItFound();
    this.#writing();
  }

  #queues({ settleSeconds }: Settings, { settle, sweep, accounts, reports, undelivered }: HubQueues): void {
    this.#alarm('SettleDeadLetters', {
      name: 'settle-dead-letters',
      text: 'Buckets could not be reconciled. Read the reason in the attributes of each message, mend it, then redrive them.',
      metric: settle.deadLetters.metricApproximateNumberOfMessagesVisible(DEPTH),
    });
    this.#alarm('SweepDeadLetters', {
      name: 'sweep-dead-letters',
      text: 'start-sweep gave up a message, so that a sweep or an order of an operator was not done. Read the reason in its attributes, mend it, then redrive it.',
      metric: sweep.deadLetters.metricApproximateNumberOfMessagesVisible(DEPTH),
    });
    this.#alarm('AccountDeadLetters', {
      name: 'account-dead-letters',
      text: 'Accounts could not be surveyed. Read the reason in the attributes of each message, mend it, then redrive them.',
      metric: accounts.deadLetters.metricApproximateNumberOfMessagesVisible(DEPTH),
    });
    this.#alarm('ReportDeadLetters', {
      name: 'report-dead-letters',
      text: 'The report of a sweep could not be written, and the one before stays. Read the reason in the attributes of the message, mend it, then redrive it.',
      metric: reports.deadLetters.metricApproximateNumberOfMessagesVisible(DEPTH),
    });
    this.#alarm('UndeliveredEvents', {
      name: 'undelivered-events',
      text: 'EventBridge could not put events into a queue. Mend what the attributes of the message name, then sweep.',
      metric: undelivered.metricApproximateNumberOfMessagesVisible(DEPTH),
    });
    this.#alarm('SettleAge', {
      name: 'settle-age',
      text: 'The settle queue is not worked off: an hour more than the settling time. Look at the errors and throttles of reconcile-bucket, then at maximumConcurrency.',
      metric: settle.queue.metricApproximateAgeOfOldestMessage(DEPTH),
      threshold: settleSeconds + 3_600,
    });
  }

  #functions({ reconcile, startSweep, survey, report }: HubFunctions): void {
    this.#alarm('ReconcileErrors', {
      name: 'reconcile-errors',
      text: 'reconcile-bucket crashed or ran out of time. Read its log; what it was about is tried again by itself.',
      metric: reconcile.function.metricErrors(FIVE_MINUTES),
    });
    this.#alarm('ReconcileThrottles', {
      name: 'reconcile-throttles',
      text: 'reconcile-bucket is throttled. Lower maximumConcurrency, or ask for a higher quota of concurrent executions.',
      metric: reconcile.function.metricThrottles(FIVE_MINUTES),
      periods: 3,
    });
    this.#alarm('StartSweepErrors', {
      name: 'start-sweep-errors',
      text: 'start-sweep crashed or ran out of time. Read its log; what it was about is tried again by itself.',
      metric: startSweep.function.metricErrors(FIVE_MINUTES),
    });
    this.#alarm('SurveyErrors', {
      name: 'survey-errors',
      text: 'survey-account crashed or ran out of time. Read its log; what it was about is tried again by itself.',
      metric: survey.function.metricErrors(FIVE_MINUTES),
    });
    this.#alarm('ReportErrors', {
      name: 'report-errors',
      text: 'write-report crashed or ran out of time or memory. Read its log; the report is tried again by itself.',
      metric: report.function.metricErrors(FIVE_MINUTES),
    });
  }

  #sweep({ sweepHours }: Settings): void {
    // an alarm looks back a week at most: of sweeps that are further apart it would say that they are missing
    if (sweepHours + LONGEST_SWEEP <= LONGEST_LOOK_BACK) {
      this.#alarm('SweepAge', {
        name: 'sweep-age',
        text: 'No sweep of everything has ended for a long time (or none yet, after the first deployment). Ask for the progress of the last run, then for a sweep.',
        // told once at the end of each
        metric: this.#metric(METRICS.accountsMissing, Duration.hours(1), 'SampleCount'),
        threshold: 1,
        below: true,
        periods: Math.min(2 * sweepHours + LONGEST_SWEEP, LONGEST_LOOK_BACK),
        missing: TreatMissingData.BREACHING,
      });
    }
    this.#alarm('SweepAccountsFailed', {
      name: 'sweep-accounts-failed',
      text: 'A sweep could not look through some accounts. Ask for its progress: it names them and the reasons.',
      metric: this.#metric(METRICS.sweepAccountsFailed, Duration.days(1)),
    });
    this.#alarm('AccountsMissing', {
      name: 'accounts-missing',
      text: 'A sweep listed accounts that it never looked at. Sweep again; if it stays, read the log of start-sweep.',
      metric: this.#metric(METRICS.accountsMissing),
      missing: TreatMissingData.IGNORE,
    });
  }

  /** Told at the end of each sweep: until the next one the alarm stays as it is. */
  #whatItFound(): void {
    const missing = TreatMissingData.IGNORE;
    this.#alarm('FleetProblems', {
      name: 'fleet-problems',
      text: 'Stack instances failed, a Region is off or a listing was denied: there are buckets that cannot be seen. The inventory names them; mend the cause, then deploy the stack set again.',
      metric: this.#metric(METRICS.fleetProblems),
      missing,
    });
    this.#alarm('ForwarderGaps', {
      name: 'forwarder-gaps',
      text: 'Buckets were made and no event of them arrived. See whether a trail logs management events in that account and whether its forwarding rule is in place.',
      metric: this.#metric(METRICS.forwarderGaps),
      missing,
    });
    this.#alarm('Contested', {
      name: 'contested',
      text: 'Somebody keeps removing our rule from buckets, which are left alone since. The outcome names who, and carries a snippet to put into their code; then release the bucket.',
      metric: this.#metric(bucketsMetric('contested')),
      missing,
    });
  }

  #writing(): void {
    this.#alarm('FailuresThatMayPause', {
      name: 'failures-that-may-pause',
      text: 'A write was lost, or S3 never showed it. Compare the configuration with the one before, and find in CloudTrail who else writes it. Three in ten minutes pause everything.',
      metric: this.#metric(METRICS.failuresThatMayPause, Duration.minutes(5), 'Sum'),
    });
    this.#alarm('LostUpdates', {
      name: 'lost-updates',
      text: 'A write of ours replaced what somebody else had written just before it. The outcome says whether it is put back; if not, the inventory holds what they wrote beside our before-image.',
      metric: this.#metric(METRICS.lostUpdates, Duration.minutes(5), 'Sum'),
    });
    this.#alarm('PausedByItself', {
      name: 'paused-by-itself',
      text: 'Three writes went wrong within ten minutes, and nothing is written any more. Find out why, then resume.',
      metric: this.#metric(METRICS.pausedByItself, Duration.minutes(5), 'Sum'),
    });
  }

  #metric(metricName: string, period = Duration.minutes(5), statistic = 'Maximum'): Metric {
    return new Metric({ namespace: names(this.#qualifier).metricNamespace, metricName, period, statistic });
  }

  #alarm(id: string, props: AlarmProps): void {
    this.alarms.push(operatorAlarm(this, id, this.#qualifier, this.#topic, props));
  }
}
