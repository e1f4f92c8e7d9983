/**
 * Texts in the order in which S3 lists them, UTF-8 binary order. Kept in order at each change, so that a page costs as much as its
 * length; each text is held once.
 */
export class SortedNames {
  readonly #names: string[] = [];

  get size(): number {
    return this.#names.length;
  }

  add(name: string): void {
    const index = this.indexFrom(name);
    if (this.#names[index] !== name) this.#names.splice(index, 0, name);
  }

  /** Many at once, none of which is there. */
  addAll(names: readonly string[]): void {
    for (const name of names) this.#names.push(name);
    this.#names.sort(compareUtf8);
  }

  delete(name: string): void {
    const index = this.indexFrom(name);
    if (this.#names[index] === name) this.#names.splice(index, 1);
  }

  /** Index of the first text that is `name` or comes after it. */
  indexFrom(name: string): number {
    let low = 0;
    let high = this.#names.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareUtf8(this.#names[middle] ?? '', name) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Those that begin with `prefix`, in order; with `after` only those that come after it. */
  *withPrefix(prefix: string, after?: string): Generator<string> {
    let index = this.indexFrom(prefix);
    if (after !== undefined) {
      const start = this.indexFrom(after);
      index = Math.max(index, this.#names[start] === after ? start + 1 : start);
    }
    for (; index < this.#names.length; index++) {
      const name = this.#names[index] ?? '';
      if (!name.startsWith(prefix)) return;
      yield name;
    }
  }
}

/** UTF-16 order differs from that of UTF-8 where a surrogate meets one of the last characters of the basic plane. */
export function compareUtf8(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
