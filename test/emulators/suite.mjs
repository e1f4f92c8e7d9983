import { runJest } from '../jest-run.mjs';
import { installedPython } from './python.mjs';

/** Other people's software, where it is installed; where it is not, `why` is said and every test counts as skipped. */
export function runEmulators(why, args = []) {
  const python = installedPython();
  const config = ['--config', 'jest.emulators.config.js'];
  if (python === undefined) {
    process.stdout.write(`skipped: ${why}\n`);
    // no name of a test holds the end of a text before its beginning
    return runJest([...config, '--silent', '--testNamePattern', '$.^']);
  }
  const counts = runJest([...config, ...args], { EMULATORS_PYTHON: python });
  if (counts.passed + counts.failed > 0 || args.length > 0) return counts;
  process.stdout.write('FAILED: everything is installed, and no test was run\n');
  return { ...counts, failed: 1 };
}
