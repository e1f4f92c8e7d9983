import { Random } from './random';
import { type QueueFunction, SimulatedQueue, type SimulatedQueueOptions } from './simulated-queue';
import { VirtualClock } from './virtual-clock';

const ALL_DONE = { batchItemFailures: [] };

interface Seen {
  readonly body: string;
  readonly receives: number;
  readonly seconds: number;
}

/** A queue with a function that keeps what it sees, and answers as `answer` does. */
function world(options: Partial<SimulatedQueueOptions> = {}, answer?: QueueFunction, seed = 1) {
  const random = new Random(seed);
  const clock = new VirtualClock({ random: random.fork(), mostTasks: 10_000 });
  const start = clock.now();
  const queue = new SimulatedQueue({
    ...{ clock, random: random.fork(), visibilitySeconds: 360, maxReceiveCount: 15, batchSize: 10, concurrency: 5 },
    ...options,
  });
  const seen: Seen[] = [];
  const batches: number[] = [];
  queue.connect((event) => {
    batches.push(event.Records.length);
    for (const { body, attributes } of event.Records) {
      const receives = Number(attributes.ApproximateReceiveCount);
      seen.push({ body, receives, seconds: Math.floor((clock.now() - start) / 1000) });
    }
    return answer === undefined ? Promise.resolve(ALL_DONE) : answer(event);
  });
  return { clock, queue, seen, batches };
}

const allFailed: QueueFunction = async ({ Records }) => ({
  batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })),
});

describe('a simulated queue', () => {
  test('delivers a message once its delay is over: its own, else that of the queue', async () => {
    const { clock, queue, seen } = world({ delaySeconds: 300 });
    queue.send('of the queue');
    queue.send('its own', 30);
    queue.send('none', 0);
    await clock.run();
    expect(seen).toEqual([
      { body: 'none', receives: 1, seconds: 0 },
      { body: 'its own', receives: 1, seconds: 30 },
      { body: 'of the queue', receives: 1, seconds: 300 },
    ]);
    expect(queue.size).toBe(0);
  });

  test('gives at most a batch to one invocation, in no order, to so many invocations at a time', async () => {
    let running = 0;
    let most = 0;
    const { clock, queue, seen, batches } = world({ concurrency: 2 }, async () => {
      running += 1;
      most = Math.max(most, running);
      await clock.sleep(60_000);
      running -= 1;
      return ALL_DONE;
    });
    const bodies = Array.from({ length: 60 }, (_, index) => String(index));
    for (const body of bodies) queue.send(body);
    await clock.run();
    expect(most).toBe(2);
    expect(Math.max(...batches)).toBe(10);
    const got = seen.map(({ body }) => body);
    expect(got).not.toEqual(bodies);
    expect([...got].sort()).toEqual([...bodies].sort());
  });

  test('shows what failed again after the visibility timeout, and the rest of its batch no more', async () => {
    const { clock, queue, seen } = world({}, async ({ Records }) => ({
      batchItemFailures: Records.filter(
        ({ body, attributes }) => body === 'bad' && attributes.ApproximateReceiveCount === '1',
      ).map(({ messageId }) => ({ itemIdentifier: messageId })),
    }));
    queue.send('good');
    queue.send('bad');
    await clock.run();
    expect(seen.filter(({ body }) => body === 'good')).toHaveLength(1);
    expect(seen.filter(({ body }) => body === 'bad')).toEqual([
      { body: 'bad', receives: 1, seconds: 0 },
      { body: 'bad', receives: 2, seconds: expect.closeTo(360, -1) },
    ]);
  });

  test('shows a message again when the function says so, rather than after the visibility timeout', async () => {
    const { clock, queue, seen } = world({}, async ({ Records }) => {
      const again = Records.filter(({ attributes }) => attributes.ApproximateReceiveCount === '1');
      for (const { receiptHandle } of again) queue.changeVisibility(receiptHandle, 30);
      return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
    queue.send('later');
    await clock.run();
    expect(seen.map(({ seconds }) => seconds)).toEqual([0, 30]);
  });

  test('shows a whole batch again when its function breaks', async () => {
    let broken = true;
    const { clock, queue, seen } = world({ duplicates: 0 }, async () => {
      if (!broken) return ALL_DONE;
      broken = false;
      throw new Error('out of memory');
    });
    queue.send('a');
    await clock.run();
    expect(seen.map(({ receives }) => receives)).toEqual([1, 2]);
  });

  test('shows a message again to somebody else while a slow function still has it', async () => {
    const { clock, queue, seen } = world({ visibilitySeconds: 10 }, async ({ Records }) => {
      if (Records[0]?.attributes.ApproximateReceiveCount === '1') await clock.sleep(60_000);
      return ALL_DONE;
    });
    queue.send('slow');
    await clock.run();
    expect(seen.map(({ seconds }) => seconds)).toEqual([0, 10]);
    expect(queue.size).toBe(0);
  });

  test('moves a message that is received too often to the dead letters', async () => {
    const { clock, queue, seen } = world({ maxReceiveCount: 3 }, allFailed);
    queue.send('poison');
    await clock.run();
    expect(seen.map(({ receives }) => receives)).toEqual([1, 2, 3]);
    expect(queue.deadLetters).toEqual(['poison']);
    expect(queue.size).toBe(0);
  });

  test('delivers some messages more than once, as its seed says', async () => {
    const bodiesOf = async (seed: number) => {
      const { clock, queue, seen } = world({ duplicates: 0.2 }, undefined, seed);
      for (let index = 0; index < 200; index += 1) queue.send(String(index));
      await clock.run();
      return seen.map(({ body }) => body);
    };
    const first = await bodiesOf(1);
    expect(new Set(first).size).toBe(200);
    expect(first.length).toBeGreaterThan(220);
    expect(await bodiesOf(1)).toEqual(first);
    expect(await bodiesOf(2)).not.toEqual(first);
  });

  test('refuses delays, times, handles and batches that AWS refuses', () => {
    const { queue } = world();
    for (const seconds of [-1, 901, 0.5]) expect(() => queue.send('a', seconds)).toThrow(RangeError);
    expect(() => queue.changeVisibility('receipt-1', 43_201)).toThrow(RangeError);
    expect(() => queue.changeVisibility('receipt-1', 1)).toThrow('not in flight');
    expect(() => world({ batchSize: 11 })).toThrow(RangeError);
    expect(() => world({ concurrency: 0 })).toThrow(RangeError);
  });
});
