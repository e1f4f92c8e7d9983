import { stripVTControlCharacters } from 'node:util';
import { addEventHandler, type Event, type getState } from 'jest-circus';
import type { Difference } from './differences';

type State = ReturnType<typeof getState>;
type Test = Extract<Event, { readonly name: 'test_start' }>['test'];
type Block = State['rootDescribeBlock'];

/**
 * For a file that runs contracts on an AWS that others wrote: from here on a test of a listed difference has to fail, and in the way that
 * is listed. One that passes fails, so that the list stays true, and so does a difference whose test there is not.
 */
export function expectDifferences(differences: readonly Difference[]): void {
  const shown = new Map(differences.flatMap(({ tests }) => tests.map(({ name, shows }) => [name, shows] as const)));
  addEventHandler((event, state) => {
    if (event.name === 'run_start') checkNames(state.rootDescribeBlock, [...shown.keys()]);
    if (event.name !== 'test_fn_success' && event.name !== 'test_fn_failure') return;
    const shows = shown.get(fullName(event.test));
    if (shows === undefined) return;
    if (event.name === 'test_fn_success') {
      event.test.errors.push(new Error('it passes, though a difference is listed for it'));
    } else if (textOf(event.error).includes(shows)) {
      event.test.errors.length = 0;
    }
  });
}

function checkNames(root: Block, listed: readonly string[]): void {
  const names = new Set(testsIn(root).map(fullName));
  const unknown = listed.filter((name) => !names.has(name));
  if (unknown.length > 0) throw new Error(`no test has the name of a difference: ${unknown.join(' | ')}`);
}

function testsIn(block: Block): readonly Test[] {
  return block.children.flatMap((child) => (child.type === 'test' ? [child] : testsIn(child)));
}

function fullName(test: Test): string {
  const names = [test.name];
  for (let block = test.parent; block.parent !== undefined; block = block.parent) names.unshift(block.name);
  return names.join(' ');
}

/** The message of a failure, without the colours of a terminal. */
function textOf(error: unknown): string {
  return stripVTControlCharacters(String(error));
}
