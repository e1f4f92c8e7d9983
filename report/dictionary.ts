/** Gives each different value a number, in the order in which they come. */
export class Dictionary<Value> {
  readonly values: Value[] = [];
  readonly #numbers = new Map<string, number>();

  /** -1 for none. */
  number(value: Value | null | undefined): number {
    if (value === null || value === undefined) return -1;
    const key = typeof value === 'string' ? value : JSON.stringify(value);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}
