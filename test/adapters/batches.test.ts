import fc from 'fast-check';
import { batchesOf } from '../../adapters/batches';

test('batches hold everything in its order, within both limits', () => {
  const limits = { most: 3, bytes: 10 };
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 15 })), (sizes) => {
      const batches = [...batchesOf(sizes, limits, (size) => size)];
      expect(batches.flat()).toEqual(sizes);
      for (const batch of batches) {
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.length).toBeLessThanOrEqual(limits.most);
        const total = batch.reduce((sum, size) => sum + size, 0);
        expect(total <= limits.bytes || batch.length === 1).toBe(true);
      }
    }),
  );
});

test('a batch is as full as it can be', () => {
  expect([...batchesOf([5, 5, 1, 1, 1, 1], { most: 3, bytes: 10 }, (size) => size)]).toEqual([[5, 5], [1, 1, 1], [1]]);
});
