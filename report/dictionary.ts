/** Gives each different value a number, in the order in which they come. */
export class Dictionary<Value> {
  readonly values: Value[] = [];
  readonly #numbers = new Map<string, number>();

  /** The different ones among `values`, in the order of their texts: whoever sorts by them later finds the work done. */
  static inOrder<Value>(values: Iterable<Value | null>, text: (value: Value) => string): Dictionary<Value> {
    const found = new Dictionary<Value>();
    for (const value of values) found.number(value);
    const keyed = found.values.map((value) => ({ value, key: text(value) }));
    keyed.sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key)));
    const sorted = new Dictionary<Value>();
    for (const { value } of keyed) sorted.number(value);
    return sorted;
  }

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
