import { heldBack } from '../../core/brake-check';
import { sendSettleMessage, waitAgain } from '../../core/look-again';
import { lookForWrite } from '../../core/pending-write';
import { reason } from '../../core/reasons';
import { stateOf } from '../../core/written-state';
import { TAKE_OUT, WHY, lookWorld as world } from './look-world';
import { FOREIGN, PLACE } from './reconcile-world';

describe('a message of a look', () => {
  const NOW = '2026-01-01T00:00:00.000Z';
  const seen = (secondsAgo: number) => {
    const at = Date.parse(NOW) - secondsAgo * 1000;
    return { digest: 'd', since: at, first: at };
  };
  const DAY = 24 * 3600;

  test('carries what was seen, what was written, what is suspected, and the run', async () => {
    const { look, settleQueue } = world({ run: 'r' });
    const wrote = { before: { rules: 0, digest: 'b' }, digest: 'a', tries: 0 };
    look.suspect = 's';
    await sendSettleMessage(look, seen(0), 7.1, wrote);
    look.suspect = undefined;
    await sendSettleMessage(look, seen(0), -1);
    await sendSettleMessage(look, seen(0), 901);
    const least = { version: 1, ...PLACE, digest: 'd', sightedAt: NOW, firstSightedAt: NOW, run: 'r' };
    expect(settleQueue.sent).toStrictEqual([
      { message: { ...least, wrote, suspect: 's' }, delaySeconds: 8 },
      { message: least, delaySeconds: 0 },
      { message: least, delaySeconds: 900 },
    ]);
    const runless = world();
    await sendSettleMessage(runless.look, seen(0), 0);
    expect(runless.settleQueue.sent[0]?.message).not.toHaveProperty('run');
  });

  test('waits again with the same message, for a day', async () => {
    const { look, settleQueue } = world({ seen: seen(DAY - 901) });
    expect((await waitAgain(look, WHY, 1000)).outcome).toMatchObject({ verdict: 'waiting', reason: WHY });
    expect(settleQueue.sent).toMatchObject([{ message: { digest: 'd' }, delaySeconds: 900 }]);
    const last = world({ seen: seen(DAY - 900) });
    expect((await waitAgain(last.look, WHY, 1000)).outcome).toMatchObject({ verdict: 'waiting', reason: WHY });
    expect(last.settleQueue.sent).toEqual([]);
    await waitAgain(last.look, WHY, 899);
    expect(last.settleQueue.sent).toHaveLength(1);
  });

  test('of a bucket that was never seen begins with what was read, or with nothing', async () => {
    const { look, settleQueue } = world();
    await waitAgain(look, WHY, 5);
    await look.read();
    await waitAgain(look, WHY, 5);
    expect(settleQueue.sent.map(({ message }) => message)).toMatchObject([
      { digest: '', sightedAt: NOW, firstSightedAt: NOW },
      { digest: stateOf(FOREIGN).digest, sightedAt: NOW, firstSightedAt: NOW },
    ]);
  });

  test('that takes our rule out waits as such; an undo is never dropped', async () => {
    const old = new Date(Date.parse(NOW) - DAY * 1000).toISOString();
    for (const [task, requestedAt, count] of [
      ['undo', NOW, 1],
      ['undo', old, 1],
      ['exclusion', NOW, 1],
      ['exclusion', old, 0],
    ] as const) {
      const takeOut = { ...TAKE_OUT(task), requestedAt };
      const { look, settleQueue } = world({ takeOut, run: 'r' });
      await waitAgain(look, WHY, 5);
      expect(settleQueue.sent).toEqual(
        [{ message: { version: 1, ...PLACE, ...takeOut, run: 'r' }, delaySeconds: 5 }].slice(0, count),
      );
    }
  });

  test('looks for a write later each time, and gives it up after so many', async () => {
    const { look, settleQueue } = world({ seen: seen(100) });
    const wrote = { before: { rules: 0, digest: 'b' }, digest: 'a', tries: 0 };
    for (const tries of [0, 1, 2]) {
      expect((await lookForWrite(look, { ...wrote, tries })).outcome.reason).toEqual(reason('read-back-pending'));
    }
    const first = new Date(seen(100).first).toISOString();
    expect(settleQueue.sent).toMatchObject(
      [30, 60, 120].map((delaySeconds, tries) => ({
        delaySeconds,
        message: { digest: 'b', sightedAt: NOW, firstSightedAt: first, wrote: { ...wrote, tries } },
      })),
    );
    expect(await lookForWrite(look, { ...wrote, tries: 3 })).toMatchObject({
      kind: 'give-up',
      outcome: { reason: reason('write-not-visible') },
    });
    expect(settleQueue.sent).toHaveLength(3);
  });
});

describe('the brake', () => {
  test('lets a write through, and counts it', async () => {
    const { look, services } = world();
    expect(await heldBack(look)).toBeUndefined();
    expect(await services.brake.allow(null)).toEqual({ kind: 'granted' });
  });

  test('says why it holds a write back, and asks again after the longest delay', async () => {
    const { look, inventory, settleQueue } = world();
    inventory.brake.failNext('switch');
    const { outcome } = (await heldBack(look)) ?? look.done('applied', WHY);
    expect(outcome).toMatchObject({ verdict: 'waiting', reason: { code: 'pause-unreadable' } });
    expect(outcome.reason.text).toMatch(/: .*switch/);
    expect(settleQueue.sent).toMatchObject([{ delaySeconds: 900 }]);
  });
});
