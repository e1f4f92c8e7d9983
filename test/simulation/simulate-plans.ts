/**
 * Drawn lifecycle configurations through plan, S3's own checks and undo, while nobody else changes anything: `npm run simulate:plans --
 * --count 1000000 [--seed 1]`, in two processes. Prints what they came to as JSON; ends with 1 at the first one that does not come
 * back as it was.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { addTrips, NO_TRIPS, type RoundTrips, SLICE } from './plan-round-trips';
import { bundle, inFolder } from './world-bundle';

const PROCESSES = 2;

async function simulatePlans(): Promise<void> {
  const { values } = parseArgs({
    options: { count: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
  });
  const [count, seed] = [whole('count', values.count), whole('seed', values.seed)];
  const slices = Math.ceil(count / SLICE);
  const started = process.hrtime.bigint();
  const trips = await inFolder(async (folder) => {
    const file = join(folder, 'plan-worker.cjs');
    await bundle('plan-worker.ts', file);
    const shares = Array.from({ length: Math.min(PROCESSES, slices) }, async (_, from) => {
      const parameters = [seed, from, slices, PROCESSES].map(String);
      const { stdout } = await promisify(execFile)(process.execPath, [file, ...parameters]);
      return JSON.parse(stdout) as RoundTrips;
    });
    return (await Promise.all(shares)).reduce(addTrips, NO_TRIPS);
  });
  const seconds = Number((process.hrtime.bigint() - started) / 1_000_000n) / 1_000;
  process.stdout.write(`${JSON.stringify({ seed, ...trips, seconds }, undefined, 2)}\n`);
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new RangeError(`--${name} is a whole number, 1 or more, not ${text}`);
  return Number(text);
}

simulatePlans().catch((error: unknown) => {
  const { stderr = '' } = error as { readonly stderr?: string };
  process.stderr.write(`${stderr === '' && error instanceof Error ? error.message : stderr}\n`);
  process.exitCode = 1;
});
