import fc from 'fast-check';
import { interpretEvent } from '../../core/events';
import { readLifecycleJson } from '../../core/lifecycle/json';
import { readLifecycleXml } from '../../core/lifecycle/xml';
import corpus from './corpus.json';
import { mutated } from './mutated';

/** `npm run fuzz` sets more, and another seed each time. What it finds goes into the corpus. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 200);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const OPTIONS = { numRuns: RUNS, seed: SEED };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const readEvent = (text: string): void => {
  const { action, reason } = interpretEvent(parsed(text));
  expect(['reconcile', 'sweep', 'ignore']).toContain(action);
  expect(reason.text).not.toBe('');
};

const readLifecycle = (text: string): void => {
  for (const read of [readLifecycleXml, readLifecycleJson]) expect(typeof read(text)).toBe('object');
};

test.each(corpus.events)('an event of the corpus is read: %#', readEvent);
test.each(corpus.lifecycles)('a lifecycle configuration of the corpus is read: %#', readLifecycle);

test('no event, however broken, makes its reader throw', () => {
  fc.assert(fc.property(mutated(corpus.events), readEvent), OPTIONS);
});

test('no lifecycle configuration, however broken, makes its readers throw', () => {
  fc.assert(fc.property(mutated(corpus.lifecycles), readLifecycle), OPTIONS);
});
