import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface AlarmProps {
  /** Ends the name, and is a section of docs/operations.md. */
  readonly name: string;
  /** What it means and what to do next. */
  readonly text: string;
  readonly metric: IMetric;
  /** It goes off above it. @default 0 */
  readonly threshold?: number;
  /** @default 1 */
  readonly periods?: number;
  /** @default missing data is fine */
  readonly missing?: TreatMissingData;
  /** It goes off below the threshold instead. @default false */
  readonly below?: boolean;
}

/** An alarm that goes to the topic, and whose description says what to do next. */
export function operatorAlarm(
  scope: Construct,
  id: string,
  qualifier: string,
  topic: ITopic,
  { name, text, metric, threshold = 0, periods = 1, missing, below = false }: AlarmProps,
): Alarm {
  const alarm = new Alarm(scope, id, {
    alarmName: `${qualifier}-${name}`,
    alarmDescription: `${text} See docs/operations.md, section ${name}.`,
    metric,
    threshold,
    evaluationPeriods: periods,
    comparisonOperator: below ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: missing ?? TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  return alarm;
}
