/**
 * Disturbs one call among all those that go through the ports: `throw` makes that call alone fail, `kill` everything from then on until the
 * function is started again. `before`: nothing was done; `after`: all was, and nobody hears of it.
 */
export class Disturbance {
  /** Names of all calls so far. */
  readonly calls: string[] = [];
  /** Number of the call to disturb; undefined for none. */
  at: number | undefined;
  how: 'throw' | 'kill' = 'throw';
  when: 'before' | 'after' = 'before';
  #isDead = false;

  get isDead(): boolean {
    return this.#isDead;
  }

  /** The function is started again. */
  revive(): void {
    this.#isDead = false;
  }

  /** The same object, whose methods with these names go through here. */
  through<Port extends object>(name: string, port: Port, methods: readonly (keyof Port & string)[]): Port {
    return new Proxy(port, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        const call = value.bind(target) as (...args: readonly unknown[]) => Promise<unknown>;
        return methods.some((method) => method === key)
          ? (...args: readonly unknown[]) => this.#call(`${name}.${String(key)}`, () => call(...args))
          : call;
      },
    });
  }

  async #call<T>(name: string, run: () => Promise<T>): Promise<T> {
    if (this.#isDead) throw new Error('the function was killed');
    const isIt = this.calls.length === this.at;
    this.calls.push(name);
    if (!isIt) return run();
    this.#isDead = this.how === 'kill';
    if (this.when === 'after') await run();
    throw new Error(`disturbed ${this.when} ${name}`);
  }
}
