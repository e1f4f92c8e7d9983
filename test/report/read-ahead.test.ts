import { setTimeout as sleep } from 'node:timers/promises';
import { readAhead } from '../../report/read-ahead';

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

test('gives what the tasks come to in the order of the items, with so many begun at once', async () => {
  let running = 0;
  let most = 0;
  const task = async (item: number): Promise<number> => {
    running += 1;
    most = Math.max(most, running);
    await sleep(item % 3);
    running -= 1;
    return item * 2;
  };
  expect(await all(readAhead([1, 2, 3, 4, 5, 6, 7], 3, task))).toEqual([2, 4, 6, 8, 10, 12, 14]);
  expect(most).toBe(3);
});

test('gives nothing for nothing', async () => {
  expect(await all(readAhead([], 3, async (item) => item))).toEqual([]);
});

test('fails with the first task that fails, in its turn, and leaves no failure that nobody heard of', async () => {
  const seen: number[] = [];
  const task = async (item: number): Promise<number> => {
    if (item >= 2) throw new Error(`task ${item}`);
    return item;
  };
  await expect(
    (async () => {
      for await (const row of readAhead([1, 2, 3, 4], 3, task)) seen.push(row);
    })(),
  ).rejects.toThrow('task 2');
  expect(seen).toEqual([1]);
});
