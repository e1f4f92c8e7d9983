import { median, medianOf, ratioOf, runRounds } from '../../bench/rounds';

test('a median is the middle, or the mean of the two that are', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(() => median([])).toThrow(RangeError);
});

test('each round runs all contestants, and begins with another one each time; the warm-up is not counted', async () => {
  const order: string[] = [];
  const contestant = (name: string) => async () => {
    order.push(name);
    return { wall: order.length };
  };
  const rounds = await runRounds(2, { one: contestant('one'), two: contestant('two') });
  expect(order).toEqual(['one', 'two', 'two', 'one', 'one', 'two']);
  expect(rounds).toEqual({ one: [{ wall: 4 }, { wall: 5 }], two: [{ wall: 3 }, { wall: 6 }] });
});

test('a ratio is taken round by round', () => {
  const ours = [{ wall: 1 }, { wall: 20 }, { wall: 3 }];
  const theirs = [{ wall: 2 }, { wall: 40 }, { wall: 3 }];
  expect(ratioOf(ours, theirs, 'wall')).toBe(0.5);
  expect(medianOf(ours, 'wall')).toBe(3);
});

test('fails where a round did not measure what is asked', () => {
  expect(() => medianOf([{ wall: 1 }, { cpu: 2 }], 'wall')).toThrow('a round did not measure wall');
});
