// What `npm test` runs: every check of the project, one after the other, and one closing line for all of them.
// A check that fails does not hide the others; the exit status is 1 if any failed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
const folder = mkdtempSync(join(tmpdir(), 'partsweep-check-'));
const results = join(folder, 'jest.json');
const jest = spawnSync(bin('jest'), ['--json', `--outputFile=${results}`, ...process.argv.slice(2)], {
  // jest prints its result document on stdout as well; the readable summary is on stderr
  stdio: ['inherit', 'ignore', 'inherit'],
  // the SDK's note about the Node version of 2027 would stand between the results
  env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
});
let skipped = 0;
if (existsSync(results)) {
  const summary = JSON.parse(readFileSync(results, 'utf8'));
  passed += summary.numPassedTests;
  failed += summary.numFailedTests + summary.numRuntimeErrorTestSuites;
  skipped = summary.numPendingTests + summary.numTodoTests;
  if (summary.numTotalTests === 0) failed += 1;
  else if (jest.status !== 0 && failed === 0) failed += 1;
} else {
  failed += 1;
}
rmSync(folder, { recursive: true, force: true });

process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed === 0 ? 0 : 1;
