/**
 * `npm run cost`: what a month and the first sweep cost, by part, as a table in Markdown. `--docs`: writes it into docs/cost.md between its
 * marks. The figures are reckoned, not measured: simulated sweeps and counted calls times list prices.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PRICES } from '../test/simulation/prices';
import { keptInPage } from './results';
import { inWords, SIZES } from './scale';
import { type Costs, totalOf } from './scale/costs';
import { ASSUMED, type Scale, scaleOf } from './scale/model';

const PAGE = join(__dirname, '..', 'docs', 'cost.md');

async function cost(): Promise<void> {
  const { values } = parseArgs({ options: { docs: { type: 'boolean', default: false } } });
  const scales: Scale[] = [];
  for (const size of SIZES) {
    process.stderr.write(`${inWords(size)}\n`);
    scales.push(await scaleOf(size));
  }
  const markdown = [
    ...table('A month', scales, ({ month }) => month),
    '',
    ...table('The first sweep, once', scales, ({ first }) => first),
    '',
    `Prices: ${PRICES.asOf}. A sweep a day and a look for new accounts an hour; ${ASSUMED.eventsPerAccountAndDay} bucket events of each account a day, ` +
      `${ASSUMED.newBucketsPerAccountAndMonth} new bucket of each a month; at first one bucket in ${ASSUMED.bareOneIn} is bare.`,
  ].join('\n');
  process.stdout.write(`${markdown}\n`);
  if (values.docs) writeFileSync(PAGE, keptInPage(readFileSync(PAGE, 'utf8'), [{ name: 'cost', markdown }]));
}

function table(title: string, scales: readonly Scale[], costsOf: (scale: Scale) => Costs): readonly string[] {
  const parts = [...new Set(scales.flatMap((scale) => Object.keys(costsOf(scale))))];
  const dollars = (value: number) => `$${value.toFixed(2)}`;
  const row = (name: string, value: (costs: Costs) => number) =>
    `| ${[name, ...scales.map((scale) => dollars(value(costsOf(scale))))].join(' | ')} |`;
  return [
    `| ${[title, ...scales.map(({ size }) => inWords(size))].join(' | ')} |`,
    `| ${['---', ...scales.map(() => '---:')].join(' | ')} |`,
    ...parts.map((part) => row(part, (costs) => costs[part] ?? 0)),
    row('**in all**', totalOf),
  ];
}

cost().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
