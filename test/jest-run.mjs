import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs jest and counts: `{"passed", "failed", "skipped"}`. A run without any test, without a result, or that ended badly though no test
 * failed counts as one that failed.
 */
export function runJest(args, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'partsweep-check-'));
  const results = join(folder, 'jest.json');
  const jest = spawnSync(join('node_modules', '.bin', 'jest'), ['--json', `--outputFile=${results}`, ...args], {
    // jest prints its result document on stdout as well; the readable summary is on stderr
    stdio: ['inherit', 'ignore', 'inherit'],
    // the SDK's note about the Node version of 2027 would stand between the results
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
  });
  const counts = { passed: 0, failed: 0, skipped: 0 };
  if (existsSync(results)) {
    const summary = JSON.parse(readFileSync(results, 'utf8'));
    counts.passed = summary.numPassedTests;
    counts.failed = summary.numFailedTests + summary.numRuntimeErrorTestSuites;
    counts.skipped = summary.numPendingTests + summary.numTodoTests;
    if (counts.failed === 0 && (summary.numTotalTests === 0 || jest.status !== 0)) counts.failed = 1;
  } else {
    counts.failed = 1;
  }
  rmSync(folder, { recursive: true, force: true });
  return counts;
}
