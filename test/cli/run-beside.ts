import { join } from 'node:path';
import { type Ended, ROOT } from './command';
import { runProcess } from './run-process';

/** Runs `partsweep` to its end beside the test, in whose own process the organization runs; with nobody at its terminal. */
export function runBeside(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { cwd = ROOT, watch }: { cwd?: string; watch?: (output: string, kill: () => void) => void } = {},
): Promise<Ended> {
  return runProcess([join(ROOT, 'bin/partsweep.mjs'), ...args], {
    cwd,
    env,
    ...(watch === undefined ? {} : { watch }),
  });
}
