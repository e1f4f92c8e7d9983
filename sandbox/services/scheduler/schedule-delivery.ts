import { randomBytes } from 'node:crypto';
import { parseArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import type { Clock } from '../../clock';
import type { Caller } from '../../identity/caller';
import type { RoleSessions } from '../../identity/role-sessions';
import type { Trace } from '../../trace';
import type { DeadLetterQueues, TargetInvoker } from '../events/event';
import type { Schedule } from './schedule';
import { type Execution, schedulePayload, wholeSeconds } from './schedule-payload';

const FIRST_RETRY_MILLISECONDS = 500;
const LONGEST_RETRY_MILLISECONDS = 60_000;

export interface ScheduleDeliveryOptions {
  readonly roleSessions: RoleSessions;
  readonly targets: readonly TargetInvoker[];
  readonly deadLetters: DeadLetterQueues;
  readonly trace: Trace;
  readonly clock: Clock;
}

/** The scheduler itself, on behalf of a group. Source: "Confused deputy prevention", EventBridge Scheduler User Guide. */
export function schedulerPrincipal(schedule: Pick<Schedule, 'account' | 'groupArn'>): Caller {
  return {
    kind: 'service',
    principal: 'scheduler.amazonaws.com',
    sourceAccount: schedule.account,
    sourceArn: schedule.groupArn,
  };
}

/**
 * Invokes targets with their execution role: tries again after throttling and server errors, as long as the retry policy allows;
 * everything else goes to the dead-letter queue at once, or is dropped. Each outcome is a `delivery` of the trace, with the
 * schedule's ARN in place of a rule's.
 */
export class ScheduleDelivery {
  readonly #options: ScheduleDeliveryOptions;

  constructor(options: ScheduleDeliveryOptions) {
    this.#options = options;
  }

  /** Resolves when the target took it. Throws the last refusal, after it has gone to the dead-letter queue. */
  async deliver(schedule: Schedule, scheduledTime: Date): Promise<void> {
    const { clock, trace } = this.#options;
    const { target } = schedule;
    const begin = clock.now().getTime();
    for (let retries = 0; ; retries += 1) {
      const execution = { id: randomBytes(8).toString('hex'), scheduledTime, attempt: retries + 1 };
      const payload = schedulePayload(schedule, execution);
      try {
        await this.#attempt(schedule, execution, payload);
        trace.record({ kind: 'delivery', ruleArn: schedule.arn, targetArn: target.arn });
        return;
      } catch (error) {
        const pause = Math.min(FIRST_RETRY_MILLISECONDS * 2 ** retries, LONGEST_RETRY_MILLISECONDS);
        const age = clock.now().getTime() + pause - begin;
        const exhausted = exhaustedCondition(schedule, retries, age);
        if (isRetryable(error) && exhausted === undefined) {
          await clock.sleep(pause);
          continue;
        }
        trace.record({ kind: 'delivery', ruleArn: schedule.arn, targetArn: target.arn, error: textOf(error) });
        const condition = isRetryable(error) ? exhausted : undefined;
        if (error instanceof AwsError) await this.#bury(schedule, execution, payload, error, condition);
        throw error;
      }
    }
  }

  async #attempt(schedule: Schedule, execution: Execution, payload: string): Promise<void> {
    const { arn } = schedule.target;
    const service = parseArn(arn)?.service;
    const invoker = this.#options.targets.find((candidate) => candidate.service === service);
    if (invoker === undefined) throw new NotModelledError(`${service} as the target of a schedule`);
    await invoker.invoke(this.#assume(schedule, execution), arn, payload);
  }

  #assume(schedule: Schedule, { id }: Execution): Caller {
    const { roleArn } = schedule.target;
    const caller = schedulerPrincipal(schedule);
    return this.#options.roleSessions.assume({ caller, roleArn, sessionName: id, region: schedule.region }).caller;
  }

  /** Sends with the execution role. Source: "Configuring a schedule's dead-letter queue", EventBridge Scheduler User Guide. */
  async #bury(
    schedule: Schedule,
    execution: Execution,
    payload: string,
    error: AwsError,
    exhausted: string | undefined,
  ): Promise<void> {
    const { trace, deadLetters } = this.#options;
    const { arn: targetArn, deadLetterArn } = schedule.target;
    if (deadLetterArn === undefined) return;
    try {
      await deadLetters.send(this.#assume(schedule, execution), deadLetterArn, payload, {
        ERROR_CODE: error.code,
        ERROR_MESSAGE: error.message,
        EXECUTION_ID: execution.id,
        IS_PAYLOAD_TRUNCATED: 'false',
        RETRY_ATTEMPTS: String(execution.attempt - 1),
        SCHEDULED_TIME: wholeSeconds(execution.scheduledTime),
        SCHEDULE_ARN: schedule.arn,
        TARGET_ARN: targetArn,
        ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
      });
      trace.record({ kind: 'dead-letter', queueArn: deadLetterArn, body: payload, reason: textOf(error) });
    } catch (refusal) {
      trace.record({ kind: 'delivery', ruleArn: schedule.arn, targetArn: deadLetterArn, error: textOf(refusal) });
    }
  }
}

function exhaustedCondition({ target }: Schedule, retries: number, age: number): string | undefined {
  if (retries >= target.maximumRetryAttempts) return 'MaximumRetryAttempts';
  return age > target.maximumEventAgeInSeconds * 1000 ? 'MaximumEventAgeInSeconds' : undefined;
}

function isRetryable(error: unknown): boolean {
  if (!(error instanceof AwsError)) return false;
  return error.status >= 500 || error.status === 429 || /Throttl|TooManyRequests|SlowDown/.test(error.code);
}

function textOf(error: unknown): string {
  return error instanceof AwsError ? `${error.code}: ${error.message}` : String(error);
}
