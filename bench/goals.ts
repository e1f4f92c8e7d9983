import { keptInPage } from './results';

const BLOCK = /<!-- bench:(?!goals)([\w-]+) -->\n([\s\S]*?)\n<!-- \/bench:\1 -->/g;

/** `page` with every goal of its sections in one table, where `<!-- bench:goals -->` stands; a section that was not measured anew keeps its rows. */
export function withGoals(page: string): string {
  const rows = [...page.matchAll(BLOCK)].flatMap(([, section, block = '']) =>
    block
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .filter(([, , , , , mark = '']) => /^(reached|NOT REACHED)/.test(mark))
      .map(([, of, what, value, goal, mark]) => `| ${section} | ${of}: ${what} | ${goal} | ${value} | ${mark} |`),
  );
  const table = ['| section | what | goal | measured | |', '| --- | --- | --- | ---: | --- |', ...rows].join('\n');
  return keptInPage(page, [{ name: 'goals', markdown: table }]);
}
