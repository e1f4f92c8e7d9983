/**
 * Generated lifecycle configurations through plan, S3's own checks and undo, while nobody else changes anything: `npm run simulate:plans --
 * --count 1000000 [--seed 1]`. Prints what they came to as a line of JSON; ends with 1 at the first one that does not come back as it was.
 */
import { parseArgs } from 'node:util';
import { planRoundTrips } from './plan-round-trips';

function main(): void {
  const { values } = parseArgs({
    options: { count: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
  });
  const [count, seed] = [whole('count', values.count), whole('seed', values.seed)];
  const started = process.hrtime.bigint();
  const trips = planRoundTrips(count, seed);
  const seconds = Number((process.hrtime.bigint() - started) / 1_000_000n) / 1_000;
  process.stdout.write(`${JSON.stringify({ count, seed, ...trips, seconds })}\n`);
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new RangeError(`--${name} is a whole number, 1 or more, not ${text}`);
  return Number(text);
}

main();
