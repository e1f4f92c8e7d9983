import type { Row } from './policies';

/** The rows of the first table below a heading of a Markdown page, without their back quotes. Throws when there is none. */
export function documentedRows(page: string, heading: string): readonly Row[] {
  const [, below] = page.split(`\n## ${heading}\n`);
  if (below === undefined) throw new Error(`there is no heading ${heading}`);
  const [section = ''] = below.split('\n## ');
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  if (lines.length < 3) throw new Error(`there is no table below ${heading}`);
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

/** The page with other rows in that table. */
export function withRows(page: string, heading: string, rows: readonly Row[]): string {
  const [above, below] = page.split(`\n## ${heading}\n`);
  if (above === undefined || below === undefined) throw new Error(`there is no heading ${heading}`);
  const lines = below.split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const last = lines.findIndex((line, index) => index > first && !line.startsWith('|'));
  const columns = (lines[first] ?? '').split('|').length - 2;
  const written = rows.map((row) => {
    const cells = Array.from({ length: columns }, (_, index) => row[index] ?? '');
    return `|${cells.map((cell) => (cell === '' ? ' ' : ` \`${cell}\` `)).join('|')}|`;
  });
  return `${above}\n## ${heading}\n${[...lines.slice(0, first + 2), ...written, ...lines.slice(last)].join('\n')}`;
}
