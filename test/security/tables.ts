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
