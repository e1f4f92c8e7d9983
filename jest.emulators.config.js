const { testPathIgnorePatterns, ...shared } = require('./jest.config');

/** Other people's software: what test/emulators/run.mjs runs. @type {import('jest').Config} */
module.exports = {
  ...shared,
  roots: ['<rootDir>/test/emulators'],
  maxWorkers: 2,
};
