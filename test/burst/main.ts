import { parseArgs } from 'node:util';
import { type BurstLine, runBurst } from './burst';

const USAGE = `npm run burst -- [--events 10000] [--accounts 50] [--kills 100] [--seed 1] [--seconds 900]
A burst of CreateBucket events in a local organization, with the writer's processes killed at moments that the seed chooses.`;

const COLUMNS = [
  ['second', 'second'],
  ['created', 'created'],
  ['delayed', 'settling'],
  ['visible', 'waiting'],
  ['inFlight', 'in flight'],
  ['written', 'written'],
  ['killed', 'killed'],
] as const satisfies readonly (readonly [keyof BurstLine, string])[];

const row = (cells: readonly (string | number)[]): string => cells.map((cell) => String(cell).padStart(10)).join('');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function numbers(): Record<'events' | 'accounts' | 'kills' | 'seed' | 'seconds', number> {
  const text = (text: string) => ({ type: 'string', default: text }) as const;
  const { values } = parseArgs({
    options: {
      ...{ events: text('10000'), accounts: text('50'), kills: text('100'), seed: text('1'), seconds: text('900') },
    },
  });
  const { events, accounts, kills, seed, seconds } = values;
  const all = { events, accounts, kills, seed, seconds };
  const parsed = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, Number(value)]));
  const wrong = Object.entries(parsed).find(([, value]) => !Number.isInteger(value) || value < 0);
  if (wrong !== undefined) throw new Error(`--${wrong[0]} must be a whole number, 0 or more`);
  return parsed as ReturnType<typeof numbers>;
}

async function main(): Promise<void> {
  let options: ReturnType<typeof numbers>;
  try {
    options = numbers();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    process.exitCode = 2;
    return;
  }
  say(row(COLUMNS.map(([, title]) => title)));
  const result = await runBurst({ ...options, settleSeconds: 15, visibilitySeconds: 60, every: 10 }, (line) =>
    say(row(COLUMNS.map(([key]) => line[key]))),
  );
  for (const misdeed of result.misdeeds.slice(0, 20)) say(misdeed);
  const { killed } = result.lines.at(-1) ?? { killed: 0 };
  say(
    `${options.events} events over ${options.accounts} accounts, seed ${options.seed}: ${killed} processes killed, ${result.lostInvocations} of them in an invocation; ${result.misdeeds.length} ended otherwise than they should`,
  );
  if (result.misdeeds.length > 0) process.exitCode = 1;
}

void main();
