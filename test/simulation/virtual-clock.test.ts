import fc from 'fast-check';
import { Random } from './random';
import { VirtualClock } from './virtual-clock';

const START = Date.parse('2026-01-01T00:00:00Z');
const clockOf = (seed: number, mostTasks = 1_000) => new VirtualClock({ random: new Random(seed), mostTasks });

describe('a virtual clock', () => {
  test('runs tasks in the order of their times, and stands at each one', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 60 }), fc.nat(), async (delays, seed) => {
        const clock = clockOf(seed);
        const times: number[] = [];
        for (const delay of delays) {
          clock.after(delay, () => {
            expect(clock.now()).toBe(START + delay);
            times.push(delay);
          });
        }
        await clock.run();
        expect(times).toEqual([...delays].sort((one, other) => one - other));
        expect(clock.waiting).toBe(0);
      }),
      { numRuns: 50 },
    ));

  test('runs tasks of one time in an order that the seed decides', async () => {
    const orderOf = async (seed: number): Promise<string> => {
      const clock = clockOf(seed);
      let order = '';
      for (const name of 'abcdefgh') {
        clock.after(5, () => {
          order += name;
        });
      }
      await clock.run();
      return order;
    };
    expect(await orderOf(1)).toBe(await orderOf(1));
    expect(await orderOf(1)).not.toBe(await orderOf(2));
  });

  test('waits for what a task sets going, however many promises that takes', async () => {
    const clock = clockOf(1);
    const seen: string[] = [];
    clock.after(1, async () => {
      for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
      seen.push(`first at ${clock.now() - START}`);
      await clock.sleep(5);
      seen.push(`slept until ${clock.now() - START}`);
    });
    clock.after(2, () => {
      seen.push(`second at ${clock.now() - START}`);
    });
    await clock.run();
    expect(seen).toEqual(['first at 1', 'second at 2', 'slept until 6']);
  });

  test('stops at the end that it is given, and goes on from there', async () => {
    const clock = clockOf(1);
    const seen: number[] = [];
    for (const delay of [10, 20, 30]) clock.after(delay, () => seen.push(delay));
    await clock.run(START + 20);
    expect([seen, clock.now() - START, clock.waiting]).toEqual([[10, 20], 20, 1]);
    await clock.run(START + 25);
    expect(clock.now() - START).toBe(25);
    await clock.run();
    expect(seen).toEqual([10, 20, 30]);
  });

  test('refuses a time that is over', () => {
    expect(() => clockOf(1).at(START - 1, () => {})).toThrow(RangeError);
    expect(() => clockOf(1).after(Number.NaN, () => {})).toThrow(RangeError);
  });

  test('fails when a world never comes to rest', async () => {
    const clock = clockOf(1, 100);
    const again = (): void => clock.after(1, again);
    again();
    await expect(clock.run()).rejects.toThrow('does not come to rest');
  });
});

describe('random numbers', () => {
  test('are the same for the same seed, and others for another', () => {
    const drawn = (seed: number) => {
      const random = new Random(seed);
      return Array.from({ length: 20 }, () => random.whole(0, 1_000_000));
    };
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)).not.toEqual(drawn(8));
  });

  test('cover what they may be, evenly enough', () => {
    const random = new Random(3);
    const counts = [0, 0, 0, 0, 0];
    for (let draw = 0; draw < 10_000; draw += 1) {
      const drawn = random.whole(0, 4);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    for (const count of counts) expect(count).toBeGreaterThan(1_800);
    expect(Array.from({ length: 1_000 }, () => random.chance(0.25)).filter(Boolean).length / 1_000).toBeCloseTo(
      0.25,
      1,
    );
  });

  test('of a fork do not depend on what is drawn after it', () => {
    const one = new Random(5);
    const other = new Random(5);
    const [forked, untouched] = [one.fork(), other.fork()];
    for (let draw = 0; draw < 10; draw += 1) one.next();
    expect(forked.next()).toBe(untouched.next());
  });

  test('refuse to pick from nothing', () => {
    expect(() => new Random(1).pick([])).toThrow(RangeError);
  });
});
