/**
 * One contestant, in a process of its own: goes through the buckets once for warmth, and says what the second time took.
 * Arguments: contestant, URL of the server, number of buckets, calls at a time.
 */
import { performance } from 'node:perf_hooks';
import { CONTESTANTS, type ContestantName } from './contestants';

async function main(name = '', url = '', buckets = '', parallel = ''): Promise<void> {
  const prepare = CONTESTANTS[name as ContestantName];
  if (prepare === undefined) throw new RangeError(`there is no contestant ${name}`);
  const through = await prepare({ url, buckets: Number(buckets), parallel: Number(parallel) });
  await through();
  const cpu = process.cpuUsage();
  const loop = performance.eventLoopUtilization();
  const begun = process.hrtime.bigint();
  await through();
  const wall = Number(process.hrtime.bigint() - begun) / 1e6;
  const { user, system } = process.cpuUsage(cpu);
  const busy = 100 * performance.eventLoopUtilization(loop).utilization;
  process.send?.({ wall, cpu: (user + system) / 1000, busy }, () => process.exit());
}

void main(...process.argv.slice(2));
