import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Plays what the gate plays (`gate.ts`), and counts: `{"passed", "failed"}`. A run that ended badly without counting so has failed once. */
export function runSimulation() {
  const folder = mkdtempSync(join(tmpdir(), 'partsweep-simulation-'));
  const results = join(folder, 'results.json');
  const parameters = ['--import', 'tsx', 'test/simulation/gate.ts', results];
  const { status } = spawnSync(process.execPath, parameters, { stdio: 'inherit' });
  const counts = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : { passed: 0, failed: 0 };
  rmSync(folder, { recursive: true, force: true });
  return counts.failed === 0 && (status !== 0 || counts.passed === 0) ? { ...counts, failed: 1 } : counts;
}
