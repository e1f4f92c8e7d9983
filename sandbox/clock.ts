/** Time for everything that waits, so that one call ends all waiting when the organization is stopped. */
export class Clock {
  readonly #timers = new Set<NodeJS.Timeout>();
  #stopped = false;

  now(): Date {
    return new Date();
  }

  /** Runs `action` after `milliseconds`, unless cancelled or stopped before; returns the cancellation. */
  after(milliseconds: number, action: () => void): () => void {
    if (this.#stopped) return () => {};
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, milliseconds);
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }

  /** Resolves after `milliseconds`; never resolves once stopped. */
  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(milliseconds, resolve);
    });
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
