import { setTimeout as sleep } from 'node:timers/promises';

const SHORTEST_MS = 1_000;
/** The hub is left alone for so many times as long as a look at it took. */
const LEFT_ALONE = 5;

/**
 * Looks again and again, at least a second apart, until `look` says that it has seen the end, or `stop` is aborted. Gives what was seen last,
 * and whether that was the end. Throws what `look` throws.
 */
export async function lookUntil<Seen>(
  stop: AbortSignal,
  look: () => Promise<{ readonly seen: Seen; readonly end: boolean }>,
): Promise<{ readonly seen: Seen; readonly end: boolean }> {
  for (;;) {
    const began = Date.now();
    const looked = await look();
    if (looked.end || stop.aborted) return looked;
    const ms = Math.max(SHORTEST_MS, (Date.now() - began) * LEFT_ALONE);
    await sleep(ms, undefined, { signal: stop }).catch(() => {});
    if (stop.aborted) return looked;
  }
}
