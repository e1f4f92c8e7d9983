import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import type { DeadLetterQueues } from '../events/event';
import type { LambdaFunction } from './lambda-function';

/**
 * Lambda's queue for asynchronous invocations: a failed one is tried twice more, then it goes to the function's dead-letter
 * queue, or nowhere. AWS waits one and two minutes between the tries; here the pauses are `pauses`, in milliseconds.
 */
export class AsynchronousInvocations {
  readonly #clock: Clock;
  readonly #deadLetters: DeadLetterQueues | undefined;
  readonly #pauses: readonly number[];

  constructor(options: { clock: Clock; deadLetters: DeadLetterQueues | undefined; pauses: readonly number[] }) {
    this.#clock = options.clock;
    this.#deadLetters = options.deadLetters;
    this.#pauses = options.pauses;
  }

  /** Returns at once. */
  add(lambda: LambdaFunction, payload: string): void {
    void this.#try(lambda, payload, 0);
  }

  async #try(lambda: LambdaFunction, payload: string, tries: number): Promise<void> {
    const error = await failure(lambda, payload);
    if (error === undefined || this.#clock.stopped) return;
    const pause = this.#pauses[tries];
    if (pause === undefined) await this.#giveUp(lambda, payload, error);
    else this.#clock.after(pause, () => void this.#try(lambda, payload, tries + 1));
  }

  async #giveUp(lambda: LambdaFunction, payload: string, error: string): Promise<void> {
    const queueArn = lambda.configuration.deadLetterArn;
    if (queueArn === undefined || this.#deadLetters === undefined) return;
    const attributes = { RequestID: randomUUID(), ErrorCode: '200', ErrorMessage: error.slice(0, 1024) };
    try {
      await this.#deadLetters.send(lambda.role.session().caller, queueArn, payload, attributes);
    } catch {
      // Lost, as in AWS; a denial is in the trace.
    }
  }
}

async function failure(lambda: LambdaFunction, payload: string): Promise<string | undefined> {
  try {
    const result = await lambda.run(payload, 'wait');
    return result.ok ? undefined : result.error.errorMessage;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
