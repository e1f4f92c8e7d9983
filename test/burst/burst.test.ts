import { runBurst } from './burst';

test('a burst over several accounts ends right for every bucket, though processes of the writer are killed in it', async () => {
  const result = await runBurst(
    {
      ...{ events: 200, accounts: 6, kills: 5, seed: 1 },
      ...{ settleSeconds: 5, visibilitySeconds: 30, every: 10, seconds: 1_200 },
    },
    () => undefined,
  );
  expect(result.misdeeds).toEqual([]);
  expect(result.lines.at(-1)).toMatchObject({ created: 200, delayed: 0, visible: 0, inFlight: 0 });
  expect(result.lines.at(-1)?.killed).toBeGreaterThan(0);
  expect(result.lostInvocations).toBeGreaterThan(0);
}, 1_500_000);
