const { transform } = require('./jest.config.js');

/** For `npm run mutation`, which says with testMatch whose tests are run. @type {import('jest').Config} */
module.exports = {
  // the path itself: Stryker loads it before jest knows the root
  testEnvironment: require.resolve('./test/mutation/environment.cjs'),
  // one file for all tests of a part: the code is loaded once a mutant, not once a test file
  roots: ['<rootDir>/test/mutation/entries'],
  setupFiles: ['<rootDir>/test/mutation/few-runs.ts'],
  transform,
  testTimeout: 300_000,
};
