/**
 * Row numbers in the order of their keys (whole numbers of 0 or more); rows of one key stay in the order of their numbers, whichever
 * way the keys go. Sorts plain numbers, which takes milliseconds where a comparison of texts would take a tenth of a second.
 */
export function orderBy(keys: ArrayLike<number>, descending: boolean): Uint32Array {
  const { length } = keys;
  let largest = 0;
  for (let row = 0; row < length; row += 1) largest = Math.max(largest, keys[row] ?? 0);
  const ranked = new Float64Array(length);
  for (let row = 0; row < length; row += 1) {
    const key = keys[row] ?? 0;
    ranked[row] = (descending ? largest - key : key) * length + row;
  }
  ranked.sort();
  const order = new Uint32Array(length);
  for (let place = 0; place < length; place += 1) order[place] = (ranked[place] ?? 0) % length;
  return order;
}

/** For each value of a dictionary its place among them in the order of the alphabet. */
export function ranksOf(values: readonly string[]): Uint32Array {
  const order = values.map((_, number) => number).sort((one, other) => compare(values[one] ?? '', values[other] ?? ''));
  const ranks = new Uint32Array(values.length);
  order.forEach((number, rank) => {
    ranks[number] = rank;
  });
  return ranks;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
