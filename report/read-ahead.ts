/**
 * Does `task` for each item, `ahead` at a time, and gives what they come to in the order of the items. Throws what a task throws, when
 * its turn comes; those begun after it are left to end by themselves. `ahead`: 1 or more.
 */
export async function* readAhead<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  task: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  for (const item of items) {
    const result = task(item);
    // nobody may ever wait for it
    result.catch(() => undefined);
    begun.push(result);
    if (begun.length >= ahead) yield await (begun.shift() as Promise<Result>);
  }
  for (const result of begun) yield await result;
}
