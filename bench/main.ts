/**
 * `npm run bench [-- section…]`: all sections, or those that are named. `--rounds N`: measured rounds, 5 unless said otherwise. `--docs`: the
 * sections' tables go into docs/performance.md too. Exits 0 when what was to be measured was, 2 for wrong use.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withGoals } from './goals';
import { inWords, thisMachine } from './machine';
import { keepInJson, keptInPage, type RunSection } from './results';
import { SECTIONS } from './sections';
import { markdownOf, textOf } from './table';

const ROOT = resolve(__dirname, '..');
const DOCUMENT = join(ROOT, 'out', 'bench.json');
const PAGE = join(ROOT, 'docs', 'performance.md');

const say = (line: string) => process.stderr.write(`${line}\n`);

async function bench(): Promise<number> {
  const options = { rounds: { type: 'string', default: '5' }, docs: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const rounds = Number(values.rounds);
  const names = SECTIONS.map(({ name }) => name);
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
    say(`usage: npm run bench [-- section…] [--rounds N] [--docs]; sections: ${names.join(', ')}`);
    return 2;
  }
  const machine = thisMachine();
  say(inWords(machine));
  const sections: RunSection[] = [];
  for (const { name, title, run } of SECTIONS) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    say(`\n${name}: ${title}`);
    const result = await run({ rounds, say: (line) => say(`  ${line}`) });
    sections.push({ name, title, machine, rounds, result });
    // what was measured stays, whatever comes to the next section
    keepInJson(DOCUMENT, sections);
  }
  process.stdout.write(textOf(sections));
  if (values.docs) {
    const blocks = sections.map((section) => ({ name: section.name, markdown: markdownOf(section) }));
    writeFileSync(PAGE, withGoals(keptInPage(readFileSync(PAGE, 'utf8'), blocks)));
  }
  return 0;
}

bench().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  },
);
