import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What a client is asked, in order, such as `UpdateItem` or `Query by-state`; and the process that dies at one of its calls. */
export class WatchedCalls {
  readonly seen: string[] = [];
  #left = Number.POSITIVE_INFINITY;
  #time: 'before' | 'after' = 'before';
  #once: (() => Promise<unknown>) | undefined;

  constructor(client: DynamoDBClient) {
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const { IndexName } = args.input as { readonly IndexName?: string };
        const operation = String(context['commandName']).replace(/Command$/, '');
        this.seen.push(IndexName === undefined ? operation : `${operation} ${IndexName}`);
        this.#left -= 1;
        if (this.#left < 0 || (this.#left === 0 && this.#time === 'before'))
          throw new Error(`died before ${operation}`);
        if (this.#left === 0) {
          await next(args);
          throw new Error(`died after ${operation}`);
        }
        if (operation === 'PutItem') await this.#interruption();
        return next(args);
      },
      { step: 'initialize' },
    );
  }

  /** Dies before or after the call with that number, from now on; the first is 1. No call comes through then, until `revive`. */
  dieAt(call: number, time: 'before' | 'after'): void {
    this.#left = call;
    this.#time = time;
  }

  revive(): void {
    this.#left = Number.POSITIVE_INFINITY;
  }

  /** Runs `other` before the PutItem after the next one. */
  beforeSecondPut(other: () => Promise<unknown>): void {
    this.#once = async () => {
      this.#once = other;
    };
  }

  async #interruption(): Promise<void> {
    const run = this.#once;
    this.#once = undefined;
    await run?.();
  }
}
