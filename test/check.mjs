// What `npm test` runs: every check of the project, one after the other, and one closing line for all of them.
// A check that fails does not hide the others; the exit status is 1 if any failed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runEmulators } from './emulators/suite.mjs';
import { runJest } from './jest-run.mjs';
import { runSimulation } from './simulation/run.mjs';

const bin = (name) => join('node_modules', '.bin', name);
const rooms = [
  'bin',
  'lib',
  'handlers',
  'core',
  'adapters',
  'cli',
  'report',
  'sandbox',
  'tour',
  'bench',
  'test',
].filter((room) => existsSync(room));

const checks = [
  { name: 'types', command: [bin('tsc'), '--noEmit'] },
  { name: 'lint and format', command: [bin('biome'), 'ci', '--error-on-warnings', '.'] },
  { name: 'fence', command: [bin('depcruise'), '--no-progress', ...rooms] },
  { name: 'unused code', command: [bin('knip'), '--no-progress'] },
  { name: 'licences', command: [process.execPath, 'test/licences.mjs'] },
];

let passed = 0;
let failed = 0;
for (const { name, command } of checks) {
  const [program, ...args] = command;
  process.stdout.write(`\n# ${name}\n`);
  const { status } = spawnSync(program, args, { stdio: 'inherit' });
  process.stdout.write(`${status === 0 ? 'ok' : 'FAILED'}: ${name}\n`);
  if (status === 0) passed += 1;
  else failed += 1;
}

process.stdout.write('\n# tests\n');
const chosen = process.argv.slice(2);
const tests = runJest(chosen);

let simulation = { passed: 0, failed: 0 };
let emulators = { passed: 0, failed: 0, skipped: 0 };
if (chosen.length === 0) {
  process.stdout.write('\n# simulation\n');
  simulation = runSimulation();
  process.stdout.write("\n# other people's software\n");
  emulators = runEmulators('not installed here; `npm run test:emulators` installs it and runs it');
}

passed += tests.passed + simulation.passed + emulators.passed;
failed += tests.failed + simulation.failed + emulators.failed;
const skipped = tests.skipped + emulators.skipped;
process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed === 0 ? 0 : 1;
