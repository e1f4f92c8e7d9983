const fastCheck = require('fast-check');
const { TestEnvironment } = require('jest-environment-node');

/**
 * What makes many runs of the same tests in one process short. A mutant is caught by one failing test: the tests behind it are skipped
 * (Stryker has no way to tell jest so). And fast-check is loaded once: its tables of characters take longer to build than most tests to run.
 */
module.exports = class MutationEnvironment extends TestEnvironment {
  failed = false;

  constructor(config, context) {
    super(config, context);
    this.global.fastCheck = fastCheck;
  }

  async handleTestEvent(event) {
    if (event.name === 'test_start' && this.failed) event.test.mode = 'skip';
    if (event.name === 'test_done' && event.test.errors.length > 0) this.failed = true;
  }
};
