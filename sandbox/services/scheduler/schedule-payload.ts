import { randomUUID } from 'node:crypto';
import type { Schedule } from './schedule';

/** One attempt to invoke a schedule's target. */
export interface Execution {
  readonly id: string;
  readonly scheduledTime: Date;
  /** The first is 1. */
  readonly attempt: number;
}

/**
 * What the target is sent: the input with the context attributes filled in, or the notification that stands for no input.
 * Source: "Adding context attributes in EventBridge Scheduler", User Guide.
 */
export function schedulePayload(schedule: Schedule, execution: Execution): string {
  const { input } = schedule.target;
  const time = wholeSeconds(execution.scheduledTime);
  if (input === undefined) {
    return JSON.stringify({
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: schedule.account,
      time,
      region: schedule.region,
      resources: [schedule.arn],
      detail: '{}',
    });
  }
  return input
    .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
    .replaceAll('<aws.scheduler.scheduled-time>', time)
    .replaceAll('<aws.scheduler.execution-id>', execution.id)
    .replaceAll('<aws.scheduler.attempt-number>', String(execution.attempt));
}

/** Such as `2022-03-22T18:59:43Z`. */
export function wholeSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
