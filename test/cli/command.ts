import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end, with colours and preloads of the test's own environment left out. */
export function command(
  file: string,
  args: readonly string[],
  { input = '', env = {}, cwd = ROOT }: { input?: string | Buffer; env?: Record<string, string>; cwd?: string } = {},
): Ended {
  const { NODE_OPTIONS, FORCE_COLOR, ...rest } = process.env;
  const { status, stdout, stderr } = spawnSync(file, args, { input, cwd, encoding: 'utf8', env: { ...rest, ...env } });
  return { status, stdout, stderr };
}

/** Runs `partsweep` as in a checkout. */
export function partsweep(args: readonly string[], options?: Parameters<typeof command>[2]): Ended {
  return command(process.execPath, [join(ROOT, 'bin/partsweep.mjs'), ...args], options);
}
