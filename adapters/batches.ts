/**
 * `items` in their order, in batches of at most `most` items and `bytes` bytes, as `sizeOf` counts them. One that is larger on its own is a
 * batch of its own.
 */
export function* batchesOf<Item>(
  items: readonly Item[],
  limits: { readonly most: number; readonly bytes: number },
  sizeOf: (item: Item) => number,
): Generator<readonly Item[]> {
  let batch: Item[] = [];
  let size = 0;
  for (const item of items) {
    const more = sizeOf(item);
    if (batch.length > 0 && (batch.length === limits.most || size + more > limits.bytes)) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(item);
    size += more;
  }
  if (batch.length > 0) yield batch;
}
