// What `npm run test:emulators` does: installs other people's software into a folder of its own and runs the adapters against it, and
// its clients against the local organization. `--install` ends after the first.
import { installPython } from './python.mjs';
import { runEmulators } from './suite.mjs';

const [first, ...args] = process.argv.slice(2);
const { missing = '' } = installPython();
if (first === '--install') {
  process.stdout.write(
    missing === '' ? 'the emulators are installed\n' : `the emulators are not installed: ${missing}\n`,
  );
} else {
  const counts = runEmulators(missing, first === undefined ? args : [first, ...args]);
  process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}
