/** When a scripted failure happens: nothing was done yet, or all was done and the answer is lost. */
export type FailureTime = 'before' | 'after';

/** How many items were written, by kind, such as `{"bucket": 3, "counters": 2}`. A write that changes nothing is none. */
export class ItemWrites {
  readonly #counts = new Map<string, number>();

  count(kind: string): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  all(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}

/** One port of the inventory in memory: counts its item writes with the others', and fails when a test says so. */
export abstract class InMemoryPart {
  readonly #writes: ItemWrites;
  readonly #failures: { readonly method: string; readonly time: FailureTime }[] = [];

  constructor(writes: ItemWrites) {
    this.#writes = writes;
  }

  /** Of the whole inventory, by kind. */
  itemWrites(): Record<string, number> {
    return this.#writes.all();
  }

  /** The next call of `method` throws; asked twice, the next two do. */
  failNext(method: string, time: FailureTime = 'before'): void {
    this.#failures.push({ method, time });
  }

  protected wrote(kind: string): void {
    this.#writes.count(kind);
  }

  /** One call of `method`, in one go. */
  protected async call<Result>(method: string, run: () => Result): Promise<Result> {
    return this.now(method, run);
  }

  protected now<Result>(method: string, run: () => Result): Result {
    const index = this.#failures.findIndex((failure) => failure.method === method);
    const [failure] = index < 0 ? [] : this.#failures.splice(index, 1);
    if (failure?.time === 'before') throw new Error(`the inventory does not answer: ${method}`);
    const result = run();
    if (failure !== undefined) throw new Error(`the answer of the inventory is lost: ${method}`);
    return result;
  }
}
