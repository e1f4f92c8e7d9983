import { join } from 'node:path';
import pLimit from 'p-limit';
import { CELLS, cellName } from './fault-catalogue';
import { PLANTED_FAULTS, type PlantedFault } from './planted-faults';
import { runWorker } from './worker-process';
import { addUp, type WorkerReport } from './worker-report';
import { bundle, inFolder } from './world-bundle';

/** Processes at a time. */
const PROCESSES = 2;

/** Plays worlds in several processes. */
export async function simulateWorlds(from: number, seeds: number, only?: string): Promise<WorkerReport> {
  return inFolder(async (folder) => {
    const file = join(folder, 'worker.cjs');
    await bundle('worker.ts', file);
    const step = Math.min(PROCESSES, seeds);
    const shares = Array.from({ length: step }, (_, index) =>
      runWorker(file, { from: from + index, seeds: seeds - index, step, ...(only === undefined ? {} : { only }) }),
    );
    return (await Promise.all(shares)).reduce(addUp);
  });
}

/** Cells of faults that no world of a report hit. */
export function missedCells({ hits }: WorkerReport): readonly string[] {
  return CELLS.map(cellName).filter((cell) => (hits[cell] ?? 0) === 0);
}

/** What became of a planted fault: `seed` is the first that caught it; `why` what broke, or why nothing did. */
export interface Caught {
  readonly fault: PlantedFault;
  readonly seed: number | undefined;
  readonly why: string;
}

/** Plants each fault in a copy of the product, plays worlds until one catches it, and tells each as soon as it is known. */
export async function catchPlantedFaults(
  tell: (caught: Caught) => void,
  faults: readonly PlantedFault[] = PLANTED_FAULTS,
): Promise<void> {
  await inFolder(async (folder) => {
    const limit = pLimit(PROCESSES);
    const tasks = faults.map((fault, index) =>
      limit(async () => tell(await catchOne(fault, join(folder, `planted-${index}.cjs`)))),
    );
    await Promise.all(tasks);
  });
}

async function catchOne(fault: PlantedFault, file: string): Promise<Caught> {
  try {
    await bundle('worker.ts', file, fault.patches);
    const { failures } = await runWorker(file, { from: 1, seeds: fault.within, first: true, aim: fault.aim });
    const [failure] = failures;
    return { fault, seed: failure?.seed, why: failure?.text ?? `no world of ${fault.within} caught it` };
  } catch (error) {
    return { fault, seed: undefined, why: error instanceof Error ? error.message : String(error) };
  }
}
