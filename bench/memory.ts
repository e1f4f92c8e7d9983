import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Section } from './section';

const SCRIPT = join(__dirname, '..', 'test', 'simulation', 'visit-memory.ts');
const SIZES = [1_000, 10_000, 100_000] as const;
/** Heap that a visit may need beyond what its process has at the start, in MiB. */
const MOST_MIB = 64;

interface Visit {
  readonly visit: string;
  readonly looked: number;
  readonly growthMiB: number;
}

export const memory: Section = {
  name: 'memory',
  title: 'Live heap that the visit of one account needs beyond its start, by the number of its buckets.',
  run: async ({ say }) => {
    const figures = [];
    for (const size of SIZES) {
      for (const { visit, looked, growthMiB } of visits(size)) {
        if (looked !== size) throw new Error(`the ${visit} visit looked at ${looked} of ${size} buckets`);
        say(`${size} buckets, ${visit} visit: ${growthMiB} MiB`);
        const of = `${size} buckets, ${visit === 'calm' ? 'in calm' : 'first visit'}`;
        figures.push({
          of,
          what: 'growth of the heap',
          value: growthMiB,
          unit: 'MB',
          goal: { atMost: MOST_MIB },
        } as const);
      }
    }
    return { kind: 'measured', how: HOW, figures };
  },
};

const HOW = [
  'The real visit in a process of its own, over a listing and an inventory that keep nothing; the heap after a collection at every fifth page, the greatest of them. MB are MiB.',
  'First visit: nothing is known yet, and one bucket in ten needs the rule. In calm: all is as the visit before left it.',
];

function visits(size: number): readonly Visit[] {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--expose-gc', '--import', 'tsx', SCRIPT, String(size), 'generated'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the visit of ${size} buckets ended with ${status}: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Visit);
}
