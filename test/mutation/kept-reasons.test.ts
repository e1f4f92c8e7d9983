import { compare } from './kept-reasons';
import { countsOf, type Report, survivorsOf } from './report';

const mutant = (status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'Ignored', line: number, to: number) => ({
  status,
  replacement: '{}',
  location: { start: { line, column: 8 }, end: { line: to, column: 4 } },
});
const REPORT: Report = {
  files: {
    'core/a.ts': {
      source: ['if (a) {', '  x = a || b;', '}', `  y = (`, '    7)'].join('\n'),
      mutants: [
        mutant('Survived', 4, 5),
        mutant('NoCoverage', 1, 2),
        mutant('Killed', 2, 2),
        mutant('Timeout', 2, 2),
        mutant('Ignored', 2, 2),
      ],
    },
  },
};
const [first, second] = survivorsOf(REPORT);

test('a survivor is its line and its change, wherever the line stands', () => {
  expect([first, second]).toEqual([
    { file: 'core/a.ts', at: 1, line: 'if (a) {', from: '{ x', to: '{}', covered: false },
    { file: 'core/a.ts', at: 4, line: 'y = (', from: '', to: '{}', covered: true },
  ]);
});

test('what never ends is caught, what no test comes to is not, and what is left out does not count', () => {
  expect(countsOf(REPORT)).toEqual({ tried: 4, caught: 2, leftOut: 1 });
});

test('a survivor needs a reason, and a reason a survivor', () => {
  const survivors = survivorsOf(REPORT);
  const entry = { line: 'if (a) {', from: '{ x', to: '{}', reason: 'because' };
  const whole = { line: 'y = (', reason: 'because' };
  const result = (...entries: readonly object[]) =>
    compare(survivors, { 'core/a.ts': entries as never }, ['core/a.ts']);
  expect(result(entry, whole)).toEqual({ unexplained: [], outlived: [] });
  expect(result(entry)).toEqual({ unexplained: [second], outlived: [] });
  for (const other of [{ line: 'else' }, { from: 'x' }, { to: 'x' }, { reason: '' }]) {
    expect(result({ ...entry, ...other }, whole)).toMatchObject({ unexplained: [first], outlived: [other] });
  }
  expect(compare([], { 'core/b.ts': [entry] }, ['core/a.ts'])).toEqual({ unexplained: [], outlived: [] });
});
