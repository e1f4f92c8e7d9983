import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { ACCOUNT_VERDICTS, accountsMetric, BUCKET_VERDICTS, bucketsMetric, METRICS } from '../../core/contract/metrics';
import { names } from '../../core/contract/names';
import type { Settings } from '../../core/settings/settings';
import type { HubFunctions } from './hub-functions';
import type { HubQueues } from './hub-queues';

const HALF = 12;
const HOUR = Duration.hours(1);
const FIVE_MINUTES = Duration.minutes(5);

interface DashboardParts {
  readonly queues: HubQueues;
  readonly functions: HubFunctions;
  readonly alarms: readonly Alarm[];
}

/** One page for the operator: what stands how, how the sweep goes, what waits, and what is in the way. */
export function hubDashboard(scope: Construct, settings: Settings, parts: DashboardParts): Dashboard {
  const name = names(settings.qualifier);
  const counted = (metricName: string, statistic: string, period = HOUR): Metric =>
    new Metric({ namespace: name.metricNamespace, metricName, label: metricName, statistic, period });
  const atTheEndOfSweeps = (metricName: string): Metric => counted(metricName, 'Maximum', Duration.hours(6));

  return new Dashboard(scope, 'Dashboard', {
    dashboardName: name.dashboard,
    defaultInterval: Duration.days(14),
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms: [...parts.alarms], width: 24, height: 4 })],
      [
        graph('Buckets by verdict, at the end of each sweep', {
          left: BUCKET_VERDICTS.map((verdict) => atTheEndOfSweeps(bucketsMetric(verdict))),
          stacked: true,
        }),
        graph('Verdicts of each hour; applied: writes', {
          left: BUCKET_VERDICTS.map((verdict) => counted(verdict, 'Sum')),
          stacked: true,
        }),
      ],
      [
        graph('Accounts by verdict, at the end of each sweep', {
          left: ACCOUNT_VERDICTS.map((verdict) => atTheEndOfSweeps(accountsMetric(verdict))),
          stacked: true,
        }),
        graph('Sweeps of everything that ended, and what they could not see', {
          left: [
            atTheEndOfSweeps(METRICS.accountsMissing),
            atTheEndOfSweeps(METRICS.sweepAccountsFailed),
            atTheEndOfSweeps(METRICS.fleetProblems),
            atTheEndOfSweeps(METRICS.forwarderGaps),
          ],
          // missing days are the age of the last sweep
          right: [
            counted(METRICS.accountsMissing, 'SampleCount', Duration.days(1)).with({ label: 'sweeps ended in a day' }),
          ],
        }),
      ],
      queueGraphs(settings, parts.queues),
      [
        graph('Contested buckets, and writes that went wrong', {
          left: [
            atTheEndOfSweeps(bucketsMetric('contested')),
            counted(METRICS.failuresThatMayPause, 'Sum'),
            counted(METRICS.pausedByItself, 'Sum'),
          ],
        }),
        deniedByAccount(parts.functions),
      ],
      functionGraphs(settings, parts.functions),
    ],
  });
}

function queueGraphs(settings: Settings, { settle, sweep, accounts, reports, undelivered }: HubQueues): IWidget[] {
  const name = names(settings.qualifier);
  const worked = [
    [name.settleQueue, settle.queue],
    [name.sweepQueue, sweep.queue],
    [name.accountQueue, accounts.queue],
    [name.reportQueue, reports.queue],
  ] as const;
  const given = [
    [name.settleDeadLetterQueue, settle.deadLetters],
    [name.sweepDeadLetterQueue, sweep.deadLetters],
    [name.accountDeadLetterQueue, accounts.deadLetters],
    [name.reportDeadLetterQueue, reports.deadLetters],
    [name.undeliveredQueue, undelivered],
  ] as const;
  const most = (label: string) => ({ period: FIVE_MINUTES, statistic: 'Maximum', label });
  return [
    graph('Age of the oldest message in seconds (left), messages (right)', {
      left: worked.map(([label, queue]) => queue.metricApproximateAgeOfOldestMessage(most(`age in ${label}`))),
      right: worked.map(([label, queue]) => queue.metricApproximateNumberOfMessagesVisible(most(label))),
    }),
    graph('Dead letters', {
      left: given.map(([label, queue]) => queue.metricApproximateNumberOfMessagesVisible(most(label))),
    }),
  ];
}

function functionGraphs(settings: Settings, { reconcile, startSweep, survey, report }: HubFunctions): IWidget[] {
  const name = names(settings.qualifier);
  const functions = [
    [name.reconcileFunction, reconcile.function],
    [name.startSweepFunction, startSweep.function],
    [name.surveyFunction, survey.function],
    [name.reportFunction, report.function],
  ] as const;
  const each = (label: string) => ({ period: FIVE_MINUTES, label });
  return [
    graph('Errors (left) and throttles (right) of the functions', {
      left: functions.map(([label, one]) => one.metricErrors(each(label))),
      right: functions.map(([label, one]) => one.metricThrottles(each(`throttles of ${label}`))),
    }),
    graph('Duration of the functions in milliseconds, the longest', {
      left: functions.map(([label, one]) => one.metricDuration({ ...each(label), statistic: 'Maximum' })),
    }),
  ];
}

function deniedByAccount({ reconcile, survey }: HubFunctions): IWidget {
  return new LogQueryWidget({
    title: 'Buckets denied, by account',
    logGroupNames: [reconcile.logGroupName, survey.logGroupName],
    queryLines: [
      "filter verdict = 'denied'",
      'stats count_distinct(bucket) as buckets by account, reason.code',
      'sort buckets desc',
      'limit 50',
    ],
    view: LogQueryVisualizationType.TABLE,
    width: HALF,
    height: 6,
  });
}

function graph(
  title: string,
  metrics: { readonly left: IMetric[]; readonly right?: IMetric[]; readonly stacked?: boolean },
): IWidget {
  return new GraphWidget({ title, ...metrics, width: HALF, height: 6 });
}
