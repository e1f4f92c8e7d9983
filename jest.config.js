/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // need Python: test/emulators/run.mjs runs them
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/emulators/'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' } }] },
  modulePathIgnorePatterns: ['<rootDir>/out', '<rootDir>/cdk.out', '<rootDir>/dist'],
  globalSetup: '<rootDir>/test/synthesizer/start.ts',
  globalTeardown: '<rootDir>/test/synthesizer/stop.ts',
  // bounds what would never end; no test is about how fast a machine is
  testTimeout: 300_000,
  // journeys mostly wait for processes of their own
  maxWorkers: 4,
};
