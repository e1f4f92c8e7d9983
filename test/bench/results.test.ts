import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withGoals } from '../../bench/goals';
import { keepInJson, keptInPage, type RunSection } from '../../bench/results';
import type { Figure } from '../../bench/section';
import { markdownOf, textOf } from '../../bench/table';

const MACHINE = { cpu: 'A', cores: 2, memoryGb: 4, node: 'v20.0.0', platform: 'linux x64', at: '2026-01-01T00:00Z' };
const FIGURES: readonly Figure[] = [
  { of: 'a sweep', what: 'wall of floor one', value: 1.0423, unit: 'x', goal: { atMost: 1.05 } },
  { of: 'a sweep', what: 'calls', value: 3, unit: 'calls', goal: { atLeast: 4 }, limit: 'one more would be wrong' },
  { of: 'a sweep', what: 'told only', value: 12_345.6, unit: 'µs' },
];
const measured = (name: string): RunSection => ({
  ...{ name, title: `About ${name}.`, machine: MACHINE, rounds: 5 },
  result: { kind: 'measured', how: ['In one run.'], figures: FIGURES },
});
const skipped: RunSection = { ...measured('peers'), result: { kind: 'skipped', why: 'c7n is not installed' } };

test('the table shows each figure with its goal and whether it was reached, and the machine below', () => {
  const text = textOf([measured('floors'), skipped]);
  expect(text).toMatch(/floors +a sweep +wall of floor one +1\.04× +at most 1\.05 +reached\n/);
  expect(text).toMatch(/calls +3 calls +at least 4 +NOT REACHED: one more would be wrong\n/);
  expect(text).toMatch(/told only +12346 µs\n/);
  expect(text).toContain(
    'Medians of 5 rounds after a warm-up, on A, 2 cores, 4 GB, linux x64, Node v20.0.0, 2026-01-01T00:00Z.',
  );
  expect(text).toContain('peers: skipped: c7n is not installed');
});

test('a section run alone leaves the others in the document as they were', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
  try {
    const path = join(folder, 'out', 'bench.json');
    keepInJson(path, [measured('floors')]);
    keepInJson(path, [skipped]);
    const { sections } = JSON.parse(readFileSync(path, 'utf8'));
    expect(Object.keys(sections)).toEqual(['floors', 'peers']);
    expect(sections.floors).toMatchObject({ machine: MACHINE, rounds: 5 });
    expect(sections.floors.result.figures.map(({ reached }: { reached: unknown }) => reached)).toEqual([
      true,
      false,
      null,
    ]);
    expect(sections.peers.result).toEqual({ kind: 'skipped', why: 'c7n is not installed' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the page has one place a section, which is replaced, and nothing else is touched', () => {
  const first = keptInPage('# Performance\n\nWords.\n', [{ name: 'floors', markdown: 'old' }]);
  expect(first).toBe('# Performance\n\nWords.\n\n<!-- bench:floors -->\nold\n<!-- /bench:floors -->\n');
  const second = keptInPage(`${first}\nMore.\n`, [{ name: 'floors', markdown: markdownOf(measured('floors')) }]);
  expect(second).toContain('| a sweep | wall of floor one | 1.04× | at most 1.05 | reached |');
  expect(second).toMatch(/<!-- \/bench:floors -->\n\nMore\.\n$/);
  expect(second).not.toContain('\nold\n');
});

test('the goals of all sections stand in one table, with the reason where one is not reached', () => {
  const blocks = ['floors', 'cold-start'].map((name) => ({ name, markdown: markdownOf(measured(name)) }));
  const page = withGoals(keptInPage('# Performance\n\n<!-- bench:goals -->\nold\n<!-- /bench:goals -->\n', blocks));
  expect(withGoals(page)).toBe(page);
  const [table = ''] = page.match(/(?<=<!-- bench:goals -->\n)[^!]*(?=\n<!)/) ?? [];
  const rows = (section: string) => [
    `| ${section} | a sweep: wall of floor one | at most 1.05 | 1.04× | reached |`,
    `| ${section} | a sweep: calls | at least 4 | 3 calls | NOT REACHED: one more would be wrong |`,
  ];
  expect(table.split('\n').slice(2)).toEqual([...rows('floors'), ...rows('cold-start')]);
});
