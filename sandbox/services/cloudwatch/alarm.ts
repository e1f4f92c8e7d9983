import { z } from 'zod';
import { parseArn } from '../../arn';
import { dimensions, metricQueries, period } from './metric-queries';

const DAY_SECONDS = 86_400;

const number = z.coerce.number();
const text = z.string();
const actions = z.array(text.refine((arn) => parseArn(arn) !== undefined, 'an action is an ARN')).max(5);

/** Properties of `AWS::CloudWatch::Alarm`: one threshold on a metric or on a metric expression. */
export const alarmSchema = z
  .strictObject({
    ActionsEnabled: z
      .union([z.boolean(), z.enum(['true', 'false'])])
      .transform((value) => value === true || value === 'true')
      .optional(),
    AlarmActions: actions.optional(),
    AlarmDescription: text.max(1024).optional(),
    AlarmName: text.min(1).max(255).optional(),
    ComparisonOperator: z.enum([
      'GreaterThanOrEqualToThreshold',
      'GreaterThanThreshold',
      'LessThanThreshold',
      'LessThanOrEqualToThreshold',
    ]),
    DatapointsToAlarm: number.int().min(1).optional(),
    Dimensions: dimensions.optional(),
    EvaluationPeriods: number.int().min(1),
    ExtendedStatistic: text.optional(),
    InsufficientDataActions: actions.optional(),
    MetricName: text.optional(),
    Metrics: metricQueries.optional(),
    Namespace: text.optional(),
    OKActions: actions.optional(),
    Period: period.optional(),
    Statistic: z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']).optional(),
    Tags: z.array(z.strictObject({ Key: text, Value: text })).optional(),
    Threshold: number,
    TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
    Unit: text.optional(),
  })
  .superRefine((alarm, context) => {
    const fail = (message: string): void => context.addIssue({ code: 'custom', message });
    const single = [alarm.MetricName, alarm.Namespace, alarm.Period, alarm.Statistic ?? alarm.ExtendedStatistic];
    const given = single.filter((member) => member !== undefined).length;
    if (alarm.Metrics === undefined ? given !== single.length : given > 0 || alarm.Dimensions !== undefined) {
      fail('an alarm needs MetricName, Namespace, Period and a statistic, or Metrics');
    }
    if ((alarm.DatapointsToAlarm ?? 1) > alarm.EvaluationPeriods) {
      fail('DatapointsToAlarm must not exceed EvaluationPeriods');
    }
    // Source: "Using Amazon CloudWatch alarms", common features: a week for periods of an hour or more, a day for shorter ones.
    const seconds = longestPeriod(alarm);
    const most = seconds >= 3600 ? 7 * DAY_SECONDS : DAY_SECONDS;
    if (seconds * alarm.EvaluationPeriods > most)
      fail(`Period times EvaluationPeriods must not exceed ${most} seconds`);
  });

export type AlarmProperties = z.infer<typeof alarmSchema>;

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface Alarm {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly properties: AlarmProperties;
  readonly updatedAt: Date;
  /** INSUFFICIENT_DATA until it is set: nothing is evaluated. */
  readonly state: AlarmState;
}

function longestPeriod(alarm: {
  Period?: number | undefined;
  Metrics?: z.infer<typeof metricQueries> | undefined;
}): number {
  const periods = (alarm.Metrics ?? []).map((query) => query.MetricStat?.Period ?? query.Period ?? 0);
  return Math.max(alarm.Period ?? 0, ...periods);
}
