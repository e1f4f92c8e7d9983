import { AgeLimitedCache } from '../../core/age-limited-cache';
import { ManualClock } from '../fakes/manual-clock';

describe('a cache', () => {
  test('remembers for so many seconds, one key apart from another', async () => {
    const clock = new ManualClock();
    const cache = new AgeLimitedCache<number>(clock, 60);
    let reads = 0;
    const read = async () => ++reads;
    expect(await Promise.all([cache.get('a', read), cache.get('a', read)])).toEqual([1, 1]);
    expect(await cache.get('b', read)).toBe(2);
    clock.advance(59.999);
    expect(await cache.get('a', read)).toBe(1);
    clock.advance(0.001);
    expect(await cache.get('a', read)).toBe(3);
  });

  test('forgets a read that failed, and that one alone', async () => {
    const clock = new ManualClock();
    const cache = new AgeLimitedCache<number>(clock, 60);
    let fail: (error: Error) => void = () => undefined;
    const failing = cache.get(
      'a',
      () =>
        new Promise((_, reject) => {
          fail = reject;
        }),
    );
    clock.advance(61);
    expect(await cache.get('a', async () => 1)).toBe(1);
    fail(new Error('no'));
    await expect(failing).rejects.toThrow('no');
    expect(await cache.get('a', async () => 2)).toBe(1);
    await expect(
      cache.get('b', async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await cache.get('b', async () => 3)).toBe(3);
  });
});
