import { inWords } from './machine';
import type { RunSection } from './results';
import { type Figure, isReached } from './section';

/** All figures in one table, and below it what was measured on what; for a terminal. */
export function textOf(sections: readonly RunSection[]): string {
  const head = ['section', 'of', 'what', 'value', 'goal', ''];
  const rows = sections.flatMap(({ name, result }) =>
    result.kind === 'skipped'
      ? [[name, 'skipped', '', '', '', '']]
      : result.figures.map((figure) => [name, ...cells(figure)]),
  );
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column === VALUE ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return `${[...lines, '', ...sections.flatMap(notes)].join('\n')}\n`;
}

const VALUE = 3;

function notes({ name, title, machine, rounds, result }: RunSection): string[] {
  if (result.kind === 'skipped') return [`${name}: skipped: ${result.why}`];
  const made = `Medians of ${rounds} rounds after a warm-up, on ${inWords(machine)}.`;
  return [`${name}: ${title}`, ...result.how.map((line) => `  ${line}`), `  ${made}`];
}

/** One section for the page in `docs/`. */
export function markdownOf({ title, machine, rounds, result }: RunSection): string {
  if (result.kind === 'skipped') return `${title} Not measured: ${result.why}`;
  const lines = result.figures.map((figure) => `| ${cells(figure).join(' | ')} |`);
  return [
    title,
    '',
    '| of | what | value | goal | |',
    '| --- | --- | ---: | --- | --- |',
    ...lines,
    '',
    ...result.how.map((line) => `- ${line}`),
    `- Medians of ${rounds} rounds after a warm-up, on ${inWords(machine)}.`,
  ].join('\n');
}

function cells(figure: Figure): string[] {
  const { of, what, value, unit, goal, limit } = figure;
  const wanted =
    goal === undefined ? '' : 'atMost' in goal ? `at most ${shown(goal.atMost)}` : `at least ${shown(goal.atLeast)}`;
  const reached = isReached(figure);
  const missed = limit === undefined ? 'NOT REACHED' : `NOT REACHED: ${limit}`;
  const mark = reached === undefined ? '' : reached ? 'reached' : missed;
  return [of, what, unit === 'x' ? `${shown(value)}×` : `${shown(value)} ${unit}`.trim(), wanted, mark];
}

/** Three digits that count, or all of a whole number. */
function shown(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
