import type { Clock } from './ports';

/**
 * Remembers what was read for `seconds`, and lets requests for the same key share one read in flight. A read that
 * throws is forgotten, so that the next request reads again.
 */
export class AgeLimitedCache<Value> {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #entries = new Map<string, { readonly value: Promise<Value>; readonly until: number }>();

  constructor(clock: Clock, seconds: number) {
    this.#clock = clock;
    this.#milliseconds = seconds * 1000;
  }

  get(key: string, read: () => Promise<Value>): Promise<Value> {
    const known = this.#entries.get(key);
    if (known !== undefined && this.#clock.now() < known.until) return known.value;
    const value = read();
    const entry = { value, until: this.#clock.now() + this.#milliseconds };
    this.#entries.set(key, entry);
    value.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    return value;
  }
}
