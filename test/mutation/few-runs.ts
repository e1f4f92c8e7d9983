/**
 * Properties under mutation: always the same values, so that a mutant's fate is not left to chance, and few of them, since each mutant that
 * they cover runs them again. `fastCheck` comes from environment.cjs.
 */
const RUNS = 20;
const SEED = 1;

jest.mock('fast-check', () => {
  const { fastCheck: actual } = globalThis as unknown as { readonly fastCheck: typeof import('fast-check') };
  const assert: typeof actual.assert = (property, parameters = {}) => {
    const numRuns = Math.min(parameters.numRuns ?? 100, RUNS);
    return actual.assert(property as never, { ...parameters, seed: SEED, numRuns } as never);
  };
  return { ...actual, assert, default: { ...actual, assert }, __esModule: true };
});
