/**
 * At most `size` of what is added, each with the same chance, without keeping the rest: the first `size`, then each one in place of
 * another. The same for the same input, so that a scan can be repeated. Source: Vitter, "Random Sampling with a Reservoir", algorithm R.
 */
export class Sample<Item> {
  readonly #size: number;
  readonly #items: Item[] = [];
  #seen = 0;
  #state = 0x9e3779b9;

  /** `size`: 1 or more. */
  constructor(size: number) {
    this.#size = size;
  }

  add(item: Item): void {
    this.#seen += 1;
    if (this.#items.length < this.#size) {
      this.#items.push(item);
      return;
    }
    const place = Math.floor(this.#random() * this.#seen);
    if (place < this.#size) this.#items[place] = item;
  }

  get seen(): number {
    return this.#seen;
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  /** From 0 to below 1: mulberry32, which is enough to choose fairly. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
