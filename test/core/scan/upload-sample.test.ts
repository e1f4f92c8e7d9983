import fc from 'fast-check';
import { Sample } from '../../../core/scan/upload-sample';

const sampleOf = (count: number, size: number): Sample<number> => {
  const sample = new Sample<number>(size);
  for (let item = 0; item < count; item += 1) sample.add(item);
  return sample;
};

describe('a sample', () => {
  it('keeps all there is up to its size, and then as many different ones', () =>
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 60 }), (count, size) => {
        const sample = sampleOf(count, size);
        expect(sample.seen).toBe(count);
        expect(new Set(sample.items).size).toBe(Math.min(count, size));
        expect(sample.items.every((item) => item >= 0 && item < count)).toBe(true);
      }),
    ));

  it('is the same for the same input', () => {
    expect(sampleOf(1_000, 10).items).toEqual(sampleOf(1_000, 10).items);
  });

  it('takes from the end as from the beginning', () => {
    const { items } = sampleOf(100_000, 1_000);
    const mean = items.reduce((sum, item) => sum + item, 0) / items.length;
    // four standard deviations of the mean of 1,000 numbers from 0 to 100,000
    expect(Math.abs(mean - 50_000)).toBeLessThan(4 * (100_000 / Math.sqrt(12 * 1_000)));
  });
});
