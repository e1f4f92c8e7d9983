import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { WorkerReport } from './worker-report';

export interface WorkerOptions {
  readonly from: number;
  readonly seeds: number;
  readonly step?: number;
  readonly only?: string;
  /** What happens in every world: names of cells of faults, kinds of actions. */
  readonly aim?: readonly string[];
  /** Ends with the first seed that breaks a promise. */
  readonly first?: boolean;
}

const MOST_BYTES = 64 * 1024 * 1024;

/** Runs a bundled worker in a process of its own. Rejects when it does not end with a report. */
export async function runWorker(file: string, options: WorkerOptions): Promise<WorkerReport> {
  const { from, seeds, step = 1, only, aim = [], first = false } = options;
  const parameters = ['--from', String(from), '--seeds', String(seeds), '--step', String(step)];
  if (only !== undefined) parameters.push('--only', only);
  if (aim.length > 0) parameters.push('--aim', aim.join(','));
  if (first) parameters.push('--first');
  const run = promisify(execFile)(process.execPath, [file, ...parameters], { maxBuffer: MOST_BYTES });
  return JSON.parse((await run).stdout) as WorkerReport;
}
