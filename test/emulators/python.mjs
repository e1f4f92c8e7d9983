// The Python of the emulator suite: a virtual environment of the project's own, with exactly what requirements.txt names.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
/** In the project's folder; git ignores it. */
const HOME = fileURLToPath(new URL('../../.emulators', import.meta.url));
const PYTHON = join(HOME, 'bin', 'python');
/** Digest of the requirements that are installed, written last. */
const STAMP = join(HOME, 'installed');
/** Longest that the packages may take to come, in milliseconds: a registry that does not answer is one that there is not. */
const LONGEST_INSTALL = 240_000;

/** Path of the interpreter, if everything is installed. */
export function installedPython() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted() && existsSync(PYTHON) ? PYTHON : undefined;
}

/** `{"python": path}`, or `{"missing": why}` where there is no Python or its packages cannot be had. */
export function installPython() {
  const installed = installedPython();
  if (installed !== undefined) return { python: installed };
  rmSync(HOME, { recursive: true, force: true });
  const steps = [
    { args: ['python3', '-m', 'venv', HOME], missing: 'there is no Python 3 with its module venv' },
    {
      args: [
        PYTHON,
        '-m',
        'pip',
        'install',
        '--quiet',
        '--no-deps',
        '--no-compile',
        '--require-hashes',
        '-r',
        REQUIREMENTS,
      ],
      missing: "Python's packages could not be installed",
    },
  ];
  for (const { args, missing } of steps) {
    const [program, ...rest] = args;
    const { status, stderr } = spawnSync(program, rest, { encoding: 'utf8', timeout: LONGEST_INSTALL });
    if (status !== 0)
      return { missing: [missing, (stderr ?? '').trim().split('\n').at(-1)].filter(Boolean).join(': ') };
  }
  writeFileSync(STAMP, wanted());
  return { python: PYTHON };
}

function wanted() {
  return createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
}
