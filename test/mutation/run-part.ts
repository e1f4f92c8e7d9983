import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from './report';

const OUT = 'out/mutation';

/**
 * Mutates `files` and runs the tests of the part `name` for each mutant that they cover. Throws where the tests fail without any mutant.
 * Always anew: Stryker's own memory of earlier runs looks at the file of a test, which is that of the entry, and would not see a test change.
 */
export function runPart(name: string, files: readonly string[]): Report {
  mkdirSync(OUT, { recursive: true });
  const settings = join(OUT, `${name}.json`);
  const fileName = join(OUT, `${name}.report.json`);
  writeFileSync(settings, JSON.stringify(settingsOf(name, files, fileName), null, 2));
  const { status } = spawnSync(join('node_modules', '.bin', 'stryker'), ['run', settings], {
    stdio: 'inherit',
    // what counts on the zone of the machine is not to be saved by its being UTC
    env: { ...process.env, TZ: 'Asia/Kathmandu' },
  });
  if (status !== 0) throw new Error(`the mutants of ${name} could not be tried`);
  return JSON.parse(readFileSync(fileName, 'utf8')) as Report;
}

function settingsOf(name: string, files: readonly string[], fileName: string) {
  return {
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner'],
    // TypeScript 7 has no interface for Stryker's checker and for its reader of the configuration
    checkers: [],
    tsconfigFile: 'none',
    disableTypeChecks: false,
    mutate: files,
    ignorePatterns: ['out', 'dist', 'cdk.out', 'coverage', '.emulators', '.peers'],
    tempDirName: join(OUT, 'sandbox'),
    coverageAnalysis: 'perTest',
    concurrency: 1,
    // what jest leaves behind after each run adds up
    maxTestRunnerReuse: 150,
    // an endless loop is known by its count of rounds; this is for what Stryker cannot count
    timeoutMS: 120_000,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName },
    allowConsoleColors: false,
    jest: {
      projectType: 'custom',
      configFile: 'jest.mutation.config.js',
      config: { testMatch: [`**/entries/${name}.ts`] },
      enableFindRelatedTests: false,
    },
  };
}
