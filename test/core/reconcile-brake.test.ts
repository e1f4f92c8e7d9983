import { NO_PAUSE } from '../../core/brake';
import { reason } from '../../core/reasons';
import { CHANGED, FOREIGN, PLACE, reconcileWorld as world } from './reconcile-world';

const PAUSE = { since: '2026-01-01T00:00:00.000Z', by: 'ada', why: 'a storm' };
const UNITS = ['ou-ab12-near1234', 'ou-ab12-far12345'];

describe('a pause', () => {
  test.each([
    [{ kind: 'all' } as const],
    [{ kind: 'unit', id: 'ou-ab12-far12345' } as const],
    [{ kind: 'account', id: PLACE.account } as const],
  ])('of %j keeps the bucket from being written, and asks again', async (scope) => {
    const { settled, runNext, services, s3, settleQueue } = world(FOREIGN, { terms: { units: UNITS } });
    await services.brake.pause(scope, PAUSE);
    expect((await settled()).outcome).toMatchObject({
      verdict: 'waiting',
      reason: reason('paused', 'since 2026-01-01T00:00:00.000Z, by "ada": "a storm"'),
    });
    expect(settleQueue.sent.at(-1)?.delaySeconds).toBe(900);
    expect(await services.writes.last(PLACE)).toBeUndefined();
    await services.brake.resume(scope);
    expect((await runNext()).outcome.verdict).toBe('applied');
    expect(s3.operations().filter((operation) => operation === 'writeLifecycle')).toHaveLength(1);
  });

  test('of another OU does not', async () => {
    const { settled, services } = world(FOREIGN, { terms: { units: UNITS } });
    await services.brake.pause({ kind: 'unit', id: 'ou-ab12-other123' }, PAUSE);
    expect((await settled()).outcome.verdict).toBe('applied');
  });

  test('that cannot be read counts as one', async () => {
    const { settled, runNext, inventory, settleQueue } = world(FOREIGN);
    inventory.brake.failNext('switch');
    expect((await settled()).outcome).toMatchObject({ verdict: 'waiting', reason: { code: 'pause-unreadable' } });
    expect(settleQueue.sent.at(-1)?.delaySeconds).toBe(900);
    expect((await runNext()).outcome.verdict).toBe('applied');
  });

  test('of days is waited for a day, and then left to the sweep', async () => {
    const { settled, runNext, services, settleQueue, clock } = world(FOREIGN);
    await services.brake.pause({ kind: 'all' }, PAUSE);
    let count = settleQueue.sent.length;
    let { outcome } = await settled();
    while (settleQueue.sent.length > count && count < 200) {
      count = settleQueue.sent.length;
      outcome = (await runNext()).outcome;
    }
    expect(outcome).toMatchObject({ verdict: 'waiting', reason: { code: 'paused' } });
    const hours = (clock.now() - Date.parse('2026-01-01T00:00:00Z')) / 3_600_000;
    expect(hours).toBeGreaterThan(23);
    expect(hours).toBeLessThan(24);
  });

  test('does not keep a bucket from being looked at', async () => {
    const { run, event, services } = world(FOREIGN, { terms: { mode: 'audit' } });
    await services.brake.pause({ kind: 'all' }, PAUSE);
    expect((await run(event('PutBucketTagging'))).outcome.reason.code).toBe('settling');
  });
});

describe('a ceiling', () => {
  test('of the hour waits for the next one, 900 seconds at a time', async () => {
    const { settled, runNext, services, settleQueue } = world(FOREIGN, { writesPerHour: 1 });
    await services.brake.allow(null);
    expect((await settled()).outcome).toMatchObject({ verdict: 'waiting', reason: { code: 'hour-full' } });
    expect(settleQueue.sent.at(-1)?.delaySeconds).toBe(900);
    const verdicts = [];
    for (let round = 0; round < 4; round += 1) verdicts.push((await runNext()).outcome.verdict);
    expect(verdicts).toEqual(['waiting', 'waiting', 'waiting', 'applied']);
  });

  test('of the run ends it for this run, which the messages carry', async () => {
    const { run, event, runNext, services, settleQueue } = world(FOREIGN, { writesPerRun: 1 });
    await services.brake.allow('run-1');
    await run({ ...event('PutBucketTagging'), run: 'run-1' });
    expect(settleQueue.sent.at(-1)?.message).toMatchObject({ run: 'run-1' });
    expect((await runNext()).outcome).toMatchObject({ verdict: 'waiting', reason: { code: 'run-full' } });
    expect(settleQueue.sent).toHaveLength(1);
  });
});

describe('writes that go wrong', () => {
  test('three times within ten minutes pause everything, and say so', async () => {
    const { s3, bucket, settled, runNext, services, journal, clock } = world(FOREIGN);
    for (let count = 0; count < 3; count += 1) {
      expect(await services.brake.switch()).toEqual({ kind: 'known', state: NO_PAUSE });
      bucket.lifecycle = FOREIGN;
      s3.after('writeLifecycle', (written) => {
        written.lifecycle = CHANGED;
      });
      expect((await settled()).outcome.reason.code).toBe('read-back-pending');
      expect((await runNext()).outcome.reason.code).toBe('lost-update');
      clock.advance(-150);
    }
    expect(await services.brake.switch()).toMatchObject({ state: { all: { by: 'partsweep' } } });
    const lost = { level: 'error', message: expect.stringContaining('a write was lost') };
    const paused = { level: 'error', message: expect.stringContaining('everything is paused') };
    expect(journal.lines).toMatchObject([lost, lost, lost, paused]);
    const why = reason('lost-update');
    const text = `3 writes went wrong within ten minutes, the last one in ${PLACE.bucket}: ${why.text}`;
    expect(journal.lines[3]?.message).toBe(`everything is paused: ${text}`);
    expect(journal.details[3]).toEqual({ ...PLACE, reason: why });
    expect(await services.brake.switch()).toMatchObject({ state: { all: { by: 'partsweep', why: text } } });
    expect(journal.counts.filter((counts) => 'paused-by-itself' in counts)).toEqual([{ 'paused-by-itself': 1 }]);
    bucket.lifecycle = FOREIGN;
    expect((await settled()).outcome.reason.code).toBe('paused');
  });

  test('count when S3 never shows them', async () => {
    const { s3, settled, runNext, services, clock } = world(FOREIGN);
    s3.after('writeLifecycle', (bucket) => {
      bucket.lifecycle = FOREIGN;
    });
    let result = await settled();
    while (result.outcome.verdict === 'waiting') result = await runNext();
    expect(result.kind).toBe('give-up');
    expect(await services.brake.countFailure(clock.now())).toBe(2);
  });

  test('are given up all the same when they cannot be counted', async () => {
    const { s3, settled, runNext, inventory, journal } = world(FOREIGN);
    s3.after('writeLifecycle', (bucket) => {
      bucket.lifecycle = CHANGED;
    });
    inventory.brake.failNext('countFailure');
    await settled();
    expect(await runNext()).toMatchObject({ kind: 'give-up', outcome: { reason: { code: 'lost-update' } } });
    expect(journal.lines).toMatchObject([{ level: 'error' }, { level: 'error' }]);
  });
});
