// Virtual environments of the project's own, each with exactly what its requirements.txt names.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Each in a folder of the project's that git ignores. */
const EMULATORS = {
  requirements: fileURLToPath(new URL('requirements.txt', import.meta.url)),
  home: fileURLToPath(new URL('../../.emulators', import.meta.url)),
};
export const PEERS = {
  requirements: fileURLToPath(new URL('../../bench/peers/requirements.txt', import.meta.url)),
  home: fileURLToPath(new URL('../../.peers', import.meta.url)),
};
/** Longest that the packages may take to come, in milliseconds: a registry that does not answer is one that there is not. */
const LONGEST_INSTALL = 240_000;

/** Path of the interpreter, if everything is installed. */
export function installedPython({ requirements, home } = EMULATORS) {
  const [stamp, python] = [stampOf(home), pythonOf(home)];
  const complete = existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOf(requirements) && existsSync(python);
  return complete ? python : undefined;
}

/** `{"python": path}`, or `{"missing": why}` where there is no Python or its packages cannot be had. */
export function installPython({ requirements, home } = EMULATORS) {
  const installed = installedPython({ requirements, home });
  if (installed !== undefined) return { python: installed };
  rmSync(home, { recursive: true, force: true });
  const python = pythonOf(home);
  const exactly = ['--quiet', '--no-deps', '--no-compile', '--require-hashes', '-r', requirements];
  const steps = [
    { args: ['python3', '-m', 'venv', home], missing: 'there is no Python 3 with its module venv' },
    { args: [python, '-m', 'pip', 'install', ...exactly], missing: "Python's packages could not be installed" },
  ];
  for (const { args, missing } of steps) {
    const [program, ...rest] = args;
    const { status, stderr } = spawnSync(program, rest, { encoding: 'utf8', timeout: LONGEST_INSTALL });
    if (status !== 0)
      return { missing: [missing, (stderr ?? '').trim().split('\n').at(-1)].filter(Boolean).join(': ') };
  }
  writeFileSync(stampOf(home), digestOf(requirements));
  return { python };
}

function pythonOf(home) {
  return join(home, 'bin', 'python');
}

/** Digest of the requirements that are installed, written last. */
function stampOf(home) {
  return join(home, 'installed');
}

function digestOf(requirements) {
  return createHash('sha256').update(readFileSync(requirements)).digest('hex');
}
