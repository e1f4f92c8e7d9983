import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const SCRIPT = join(__dirname, '..', '..', 'simulation', 'visit-memory.ts');
/** The whole heap that the process may have, in MiB: what it has at the start, and less than 64 more. */
const HEAP_MIB = 80;
const MOST_MIB = 64;

interface Figures {
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly looked: number;
  readonly sent: number;
  readonly growthMiB: number;
}

test('a visit of 100,000 buckets needs at no time 64 MiB more than at its start', () => {
  const node = ['--expose-gc', `--max-old-space-size=${HEAP_MIB}`, '--import', 'tsx'];
  const { stdout, stderr, status } = spawnSync(process.execPath, [...node, SCRIPT, '100000', 'in-memory'], {
    encoding: 'utf8',
    // the coverage and the flags of the tests are none of its
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const figures = JSON.parse(stdout) as Figures;
  process.stderr.write(`a visit of 100,000 buckets: ${JSON.stringify(figures)}\n`);
  expect(figures).toMatchObject({
    state: 'done',
    counts: { waiting: 10_000, covered: 90_000 },
    looked: 100_000,
    sent: 10_000,
  });
  expect(figures.growthMiB).toBeLessThan(MOST_MIB);
}, 600_000);
