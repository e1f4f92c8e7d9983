import { z } from 'zod';
import { formatArn } from '../../arn';
import type { ResourceType } from '../../cloudformation/resource-type';

const number = z.coerce.number();
const flag = z.union([z.boolean(), z.enum(['true', 'false'])]);
const text = z.string();
const dimensions = z.array(z.strictObject({ Name: text, Value: text }));
const actions = z.array(text).max(5);

const metricQuery = z.strictObject({
  Id: text,
  AccountId: text.optional(),
  Expression: text.optional(),
  Label: text.optional(),
  Period: number.optional(),
  ReturnData: flag.optional(),
  MetricStat: z
    .strictObject({
      Metric: z.strictObject({ Namespace: text, MetricName: text, Dimensions: dimensions.optional() }),
      Period: number,
      Stat: text,
      Unit: text.optional(),
    })
    .optional(),
});

const alarmSchema = z
  .strictObject({
    ActionsEnabled: flag.optional(),
    AlarmActions: actions.optional(),
    AlarmDescription: text.optional(),
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
    Metrics: z.array(metricQuery).optional(),
    Namespace: text.optional(),
    OKActions: actions.optional(),
    Period: number.int().optional(),
    Statistic: z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']).optional(),
    Tags: z.array(z.strictObject({ Key: text, Value: text })).optional(),
    Threshold: number,
    TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
    Unit: text.optional(),
  })
  .superRefine((alarm, context) => {
    const single = [alarm.MetricName, alarm.Namespace, alarm.Period, alarm.Statistic ?? alarm.ExtendedStatistic];
    const given = single.filter((member) => member !== undefined).length;
    const valid = alarm.Metrics === undefined ? given === single.length : given === 0 && alarm.Metrics.length > 0;
    if (!valid) {
      context.addIssue({
        code: 'custom',
        message: 'an alarm needs MetricName, Namespace, Period and a statistic, or Metrics',
      });
    }
    if ((alarm.DatapointsToAlarm ?? 1) > alarm.EvaluationPeriods) {
      context.addIssue({ code: 'custom', message: 'DatapointsToAlarm must not exceed EvaluationPeriods' });
    }
  });

/**
 * `AWS::CloudWatch::Alarm` (Ref: name; Arn). Its properties are checked, one threshold on a metric or on a metric expression;
 * it is never evaluated: the local organization keeps no metrics.
 */
export function alarmResourceType(): ResourceType<z.infer<typeof alarmSchema>> {
  return {
    typeName: 'AWS::CloudWatch::Alarm',
    schema: alarmSchema,
    async create({ properties, stack, logicalId }) {
      const name = properties.AlarmName ?? `${stack.stackName}-${logicalId}`;
      const arn = formatArn({
        service: 'cloudwatch',
        region: stack.region,
        account: stack.account,
        resource: `alarm:${name}`,
      });
      return { ref: name, attributes: { Arn: arn }, async delete() {} };
    },
  };
}
