import { Pace } from '../../adapters/pace';
import { ManualClock } from '../fakes/manual-clock';

function pace(perSecond: number) {
  const clock = new ManualClock();
  const waits: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
  };
  return { clock, waits, pace: new Pace(perSecond, clock, sleep) };
}

test('turns are spaced evenly, however many come at a time', async () => {
  const { pace: subject, waits } = pace(8);
  await Promise.all(Array.from({ length: 4 }, () => subject.turn()));
  expect(waits).toEqual([125, 250, 375]);
});

test('time that went by without a turn is not made up for', async () => {
  const { pace: subject, waits, clock } = pace(8);
  await subject.turn();
  clock.advance(60);
  await subject.turn();
  await subject.turn();
  expect(waits).toEqual([125]);
});
