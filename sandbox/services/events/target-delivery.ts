import { parseArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import type { Clock } from '../../clock';
import type { Caller } from '../../identity/caller';
import type { RoleSessions } from '../../identity/role-sessions';
import type { Trace } from '../../trace';
import type { DeadLetterQueues, EventEnvelope, TargetInvoker } from './event';
import type { EventBus, Rule, RuleTarget } from './event-buses';
import { targetGroup, targetPayload } from './target-input';

const FIRST_RETRY_MILLISECONDS = 500;
const LONGEST_RETRY_MILLISECONDS = 60_000;

/** An event on its way from a rule to one of its targets. */
export interface Delivery {
  readonly bus: EventBus;
  readonly rule: Rule;
  readonly target: RuleTarget;
  readonly event: EventEnvelope;
  /** The event came from another bus or another account, so that it goes to no further bus. */
  readonly arrivedFromElsewhere: boolean;
}

/**
 * Brings events to targets: tries again after throttling and server errors, as long as the target's retry policy allows;
 * everything else goes to the target's dead-letter queue at once, or is dropped. Each outcome is in the trace.
 * Source: "How EventBridge retries delivering events" and "Using dead-letter queues", EventBridge User Guide.
 */
export class TargetDelivery {
  readonly #roleSessions: RoleSessions;
  readonly #targets: readonly TargetInvoker[];
  readonly #deadLetters: DeadLetterQueues;
  readonly #putOnBus: (caller: Caller, busArn: string, event: EventEnvelope) => void;
  readonly #trace: Trace;
  readonly #clock: Clock;

  constructor(options: {
    readonly roleSessions: RoleSessions;
    readonly targets: readonly TargetInvoker[];
    readonly deadLetters: DeadLetterQueues;
    /** Throws AwsError when the bus or its policy refuses. */
    readonly putOnBus: (caller: Caller, busArn: string, event: EventEnvelope) => void;
    readonly trace: Trace;
    readonly clock: Clock;
  }) {
    this.#roleSessions = options.roleSessions;
    this.#targets = options.targets;
    this.#deadLetters = options.deadLetters;
    this.#putOnBus = options.putOnBus;
    this.#trace = options.trace;
    this.#clock = options.clock;
  }

  /** Never rejects. */
  async deliver(delivery: Delivery): Promise<void> {
    const { rule, target } = delivery;
    if (delivery.arrivedFromElsewhere && isBus(target.arn)) {
      this.#record(delivery, 'OneHopOnly: the event arrived from another event bus and is not forwarded again');
      return;
    }
    const begin = this.#clock.now().getTime();
    let attempts = 0;
    for (;;) {
      try {
        await this.#attempt(delivery);
        this.#trace.record({ kind: 'delivery', ruleArn: rule.arn, targetArn: target.arn });
        return;
      } catch (error) {
        const pause = Math.min(FIRST_RETRY_MILLISECONDS * 2 ** attempts, LONGEST_RETRY_MILLISECONDS);
        const exhausted = !isRetryable(error) ? undefined : this.#exhausted(target, attempts, begin, pause);
        if (isRetryable(error) && exhausted === undefined) {
          attempts += 1;
          await this.#clock.sleep(pause);
          continue;
        }
        this.#record(delivery, error instanceof AwsError ? `${error.code}: ${error.message}` : String(error));
        if (error instanceof AwsError) await this.#bury(delivery, error, attempts, exhausted);
        return;
      }
    }
  }

  #exhausted(target: RuleTarget, attempts: number, begin: number, pause: number): string | undefined {
    if (attempts >= target.maximumRetryAttempts) return 'MaximumRetryAttempts';
    const age = this.#clock.now().getTime() + pause - begin;
    return age > target.maximumEventAgeInSeconds * 1000 ? 'MaximumEventAgeInSeconds' : undefined;
  }

  async #attempt({ bus, rule, target, event }: Delivery): Promise<void> {
    const service = serviceCaller(bus, rule);
    const caller =
      target.roleArn === undefined
        ? service
        : this.#roleSessions.assume({
            caller: service,
            roleArn: target.roleArn,
            sessionName: rule.name.replace(/[^\w+=,.@-]/g, '-').slice(0, 64),
            region: bus.region,
          }).caller;
    if (isBus(target.arn)) {
      this.#putOnBus(caller, target.arn, event);
      return;
    }
    const name = parseArn(target.arn)?.service;
    const invoker = this.#targets.find((candidate) => candidate.service === name);
    if (invoker === undefined) throw new NotModelledError(`${name} as the target of a rule`);
    await invoker.invoke(caller, target.arn, targetPayload(target, event), targetGroup(target, event));
  }

  async #bury(delivery: Delivery, error: AwsError, attempts: number, exhausted: string | undefined): Promise<void> {
    const { bus, rule, target, event } = delivery;
    if (target.deadLetterArn === undefined) return;
    const body = JSON.stringify(event);
    const code = deadLetterCode(error);
    try {
      await this.#deadLetters.send(serviceCaller(bus, rule), target.deadLetterArn, body, {
        RULE_ARN: rule.arn,
        TARGET_ARN: target.arn,
        ERROR_CODE: code,
        ERROR_MESSAGE: error.message,
        ...(attempts === 0 ? {} : { RETRY_ATTEMPTS: String(attempts) }),
        ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
      });
      const reason = `${code}: ${error.message}`;
      this.#trace.record({ kind: 'dead-letter', queueArn: target.deadLetterArn, body, reason });
    } catch (refusal) {
      const text = refusal instanceof AwsError ? `${refusal.code}: ${refusal.message}` : String(refusal);
      this.#trace.record({ kind: 'delivery', ruleArn: rule.arn, targetArn: target.deadLetterArn, error: text });
    }
  }

  #record({ rule, target }: Delivery, error: string): void {
    this.#trace.record({ kind: 'delivery', ruleArn: rule.arn, targetArn: target.arn, error });
  }
}

/** EventBridge itself, on behalf of a rule. */
function serviceCaller(bus: EventBus, rule: Rule): Caller {
  return { kind: 'service', principal: 'events.amazonaws.com', sourceAccount: bus.account, sourceArn: rule.arn };
}

export function isBus(arn: string): boolean {
  const parsed = parseArn(arn);
  return parsed?.service === 'events' && parsed.resource.startsWith('event-bus/');
}

function isRetryable(error: unknown): boolean {
  return error instanceof AwsError && (error.status >= 500 || error.status === 429 || isThrottling(error));
}

function isThrottling(error: AwsError): boolean {
  return /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/.test(error.code);
}

/** `ERROR_CODE` of a dead letter. Source: "Using dead-letter queues", EventBridge User Guide. */
function deadLetterCode(error: AwsError): string {
  if (/^AccessDenied/.test(error.code)) return 'NO_PERMISSIONS';
  if (/DoesNotExist|NotFound|NoSuch/.test(error.code)) return 'NO_RESOURCE';
  if (isThrottling(error)) return 'THROTTLING';
  return error.status >= 500 ? 'INTERNAL_ERROR' : 'SDK_CLIENT_ERROR';
}
