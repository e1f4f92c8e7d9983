import type { ScheduleExpression } from './schedule-expression';

export interface ScheduleTarget {
  /** A queue or a function. */
  readonly arn: string;
  readonly roleArn: string;
  /** Absent: the default notification. */
  readonly input?: string;
  readonly deadLetterArn?: string;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeInSeconds: number;
}

export interface Schedule {
  readonly arn: string;
  readonly groupArn: string;
  readonly account: string;
  readonly region: string;
  readonly groupName: string;
  readonly name: string;
  /** As it was given. */
  readonly expressionText: string;
  readonly expression: ScheduleExpression;
  /** The run is at a random moment within so many minutes of the due time; 0 for a window that is off. */
  readonly windowMinutes: number;
  readonly enabled: boolean;
  readonly target: ScheduleTarget;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}
