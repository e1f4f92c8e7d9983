import type { Alarm, AlarmState } from './alarm';
import type { MetricQuery } from './metric-queries';

type Dimensions = readonly { readonly Name: string; readonly Value: string }[];

/**
 * What an alarm publishes to its topics; `previous` is the alarm before the change. `Region` is the Region's code, where AWS writes
 * its name. Source: "Notifying users on alarm changes", CloudWatch User Guide.
 */
export function alarmNotification(previous: Alarm, state: AlarmState, reason: string, at: Date): string {
  const { properties } = previous;
  return JSON.stringify({
    AlarmName: previous.name,
    AlarmDescription: properties.AlarmDescription ?? null,
    AWSAccountId: previous.account,
    AlarmConfigurationUpdatedTimestamp: timestamp(previous.updatedAt),
    NewStateValue: state,
    NewStateReason: reason,
    StateChangeTime: timestamp(at),
    Region: previous.region,
    AlarmArn: previous.arn,
    OldStateValue: previous.state,
    OKActions: properties.OKActions ?? [],
    AlarmActions: properties.AlarmActions ?? [],
    InsufficientDataActions: properties.InsufficientDataActions ?? [],
    Trigger: {
      ...trigger(previous),
      EvaluationPeriods: properties.EvaluationPeriods,
      ...(properties.DatapointsToAlarm === undefined ? {} : { DatapointsToAlarm: properties.DatapointsToAlarm }),
      ComparisonOperator: properties.ComparisonOperator,
      Threshold: properties.Threshold,
      TreatMissingData: properties.TreatMissingData ?? '',
      EvaluateLowSampleCountPercentile: '',
    },
  });
}

function trigger({ properties }: Alarm): object {
  if (properties.Metrics !== undefined) return { Metrics: properties.Metrics.map(query) };
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Unit, Dimensions, Period } = properties;
  const statistic =
    Statistic === undefined
      ? { StatisticType: 'ExtendedStatistic', ExtendedStatistic }
      : { StatisticType: 'Statistic', Statistic: Statistic.toUpperCase() };
  return { MetricName, Namespace, ...statistic, Unit: Unit ?? null, Dimensions: inSmall(Dimensions ?? []), Period };
}

function query({ MetricStat, ...rest }: MetricQuery): object {
  const ReturnData = rest.ReturnData ?? true;
  if (MetricStat === undefined) return { ...rest, ReturnData };
  const { Metric, ...stat } = MetricStat;
  return {
    ...rest,
    ReturnData,
    MetricStat: { Metric: { ...Metric, Dimensions: inSmall(Metric.Dimensions ?? []) }, ...stat },
  };
}

function inSmall(dimensions: Dimensions): readonly object[] {
  return dimensions.map(({ Name, Value }) => ({ value: Value, name: Name }));
}

/** Such as `2026-01-02T03:04:05.678+0000`. */
function timestamp(date: Date): string {
  return date.toISOString().replace('Z', '+0000');
}
