import { CounterChanges } from '../../../adapters/inventory/counters';
import type { InventoryTable, Written } from '../../../adapters/inventory/table';
import { ONE, TWO } from '../../contracts/outcomes';

type Values = Readonly<Record<string, unknown>>;

/** A table whose updates end when the test says so. */
class HeldTable implements Pick<InventoryTable, 'update'> {
  readonly added: Values[] = [];
  readonly #held: { readonly end: (written: Written) => void; readonly fail: (error: Error) => void }[] = [];

  update(...[key, { names = {}, values = {} }]: Parameters<InventoryTable['update']>): Promise<Written> {
    const counts = Object.entries(names).map(([name, attribute]) => [attribute, values[name.replace('#', ':')]]);
    this.added.push({ pk: key.pk, changes: values[':changes'], ...Object.fromEntries(counts) });
    return new Promise((end, fail) => this.#held.push({ end, fail }));
  }

  async end(error?: Error): Promise<void> {
    await turn();
    const held = this.#held.shift();
    if (error === undefined) held?.end({ kind: 'done', item: undefined });
    else held?.fail(error);
    await turn();
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('changes that come while an update is under way go together in the next one, of each account by itself', async () => {
  const table = new HeldTable();
  const changes = new CounterChanges(table);
  const first = changes.add(ONE, null, 'waiting');
  await turn();
  const others = [
    changes.add(ONE, null, 'waiting'),
    changes.add(ONE, 'waiting', 'applied'),
    changes.add(ONE, 'denied', 'applied'),
    changes.add(TWO, null, 'failed'),
  ];
  await turn();
  const ofOne = { pk: `account#${ONE}` };
  const ofTwo = { pk: `account#${TWO}`, changes: 1, n_failed: 1 };
  expect(table.added).toEqual([{ ...ofOne, changes: 1, n_waiting: 1 }, ofTwo]);
  await table.end();
  await table.end();
  await first;
  // one more waiting and one less is none
  expect(table.added.slice(2)).toEqual([{ ...ofOne, changes: 3, n_applied: 2, n_denied: -1 }]);
  await table.end();
  await Promise.all(others);
});

test('fails for those whose update failed, and for no others', async () => {
  const table = new HeldTable();
  const changes = new CounterChanges(table);
  const first = changes.add(ONE, null, 'waiting');
  await turn();
  const second = changes.add(ONE, null, 'covered');
  const told = [first, second].map((one) => one.then(() => 'written', String));
  await table.end(new Error('throttled'));
  await table.end();
  expect(await Promise.all(told)).toEqual(['Error: throttled', 'written']);
  const third = changes.add(ONE, null, 'covered');
  await table.end();
  await third;
  expect(table.added).toHaveLength(3);
});
