import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;
const TIMEOUT_SECONDS = 240;

/** What `look` gives as soon as it is not undefined. Throws an Error when that takes too long. */
export async function pollUntil<Found>(
  what: string,
  look: () => Promise<Found | undefined>,
  seconds = TIMEOUT_SECONDS,
): Promise<Found> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}, in vain`);
    await sleep(POLL_MS);
  }
}
