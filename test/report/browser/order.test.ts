import fc from 'fast-check';
import { orderBy, ranksOf } from '../../../report/browser/order';

test('orders as a stable sort by the keys does, both ways', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2 ** 31)), fc.boolean(), (keys, descending) => {
      const rows = keys.map((_, row) => row);
      const key = (row: number): number => keys[row] ?? 0;
      rows.sort((one, other) => (descending ? key(other) - key(one) : key(one) - key(other)));
      expect([...orderBy(keys, descending)]).toEqual(rows);
    }),
  );
});

test('ranks texts by the alphabet', () => {
  expect([...ranksOf(['b', 'c', 'a', ''])]).toEqual([2, 3, 1, 0]);
});
