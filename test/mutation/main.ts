// `npm run mutation -- ROOM [--part NAME] [--files GLOB]`: changes the code of a room in small ways and sees whether a test fails.
// Fails where too few are caught, where a survivor has no reason in survivors.json, and where a reason has no survivor any more.
import { readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, type KeptReasons } from './kept-reasons';
import { type Counts, countsOf, type Survivor, survivorsOf } from './report';
import { filesOf, ROOMS, type Room } from './rooms';
import { runPart } from './run-part';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { files: { type: 'string' }, part: { type: 'string' } },
});
const [name = ''] = positionals;
const room = ROOMS[name];
if (room === undefined || positionals.length > 1 || (values.part !== undefined && !(values.part in room.parts))) {
  process.stderr.write(`usage: npm run mutation -- ${Object.keys(ROOMS).join('|')} [--part NAME] [--files GLOB]\n`);
  process.exit(2);
}

run(name, room, values);

function run(
  name: string,
  room: Room,
  only: { readonly part?: string | undefined; readonly files?: string | undefined },
): void {
  const kept = JSON.parse(readFileSync('test/mutation/survivors.json', 'utf8')) as KeptReasons;
  let total: Counts = { tried: 0, caught: 0, leftOut: 0 };
  let explained = 0;
  const unexplained: Survivor[] = [];
  const outlived: string[] = [];
  for (const part of Object.keys(room.parts)) {
    if (only.part !== undefined && only.part !== part) continue;
    const files = filesOf(name, room, part).filter((file) => matchesGlob(file, only.files ?? '**'));
    if (files.length === 0) continue;
    const report = runPart(`${name}-${part}`, files);
    const counts = countsOf(report);
    const survivors = survivorsOf(report);
    const compared = compare(survivors, kept, files);
    total = {
      tried: total.tried + counts.tried,
      caught: total.caught + counts.caught,
      leftOut: total.leftOut + counts.leftOut,
    };
    explained += survivors.length - compared.unexplained.length;
    unexplained.push(...compared.unexplained);
    outlived.push(...compared.outlived.map(({ file, line }) => `${file}: ${line}`));
    process.stdout.write(`${part}: ${figures(counts)}\n`);
  }

  for (const { file, at, line, from, to, covered } of unexplained) {
    process.stdout.write(
      `${file}:${at}${covered ? '' : ' (no test comes here)'}\n  ${JSON.stringify({ line, from, to })}\n`,
    );
  }
  for (const entry of outlived) process.stdout.write(`a reason that no survivor answers to: ${entry}\n`);
  const enough = total.tried > 0 && 100 * total.caught >= room.least * total.tried;
  process.stdout.write(
    `${name}: ${figures(total)}, at least ${room.least} % wanted; ${explained} survivors with a reason, ${unexplained.length} without, ` +
      `${outlived.length} reasons without a survivor\n`,
  );
  process.exitCode = enough && unexplained.length === 0 && outlived.length === 0 ? 0 : 1;
}

function figures({ tried, caught, leftOut }: Counts): string {
  const percent = tried === 0 ? '-' : ((100 * caught) / tried).toFixed(1);
  return `${caught} of ${tried} mutants caught (${percent} %), ${leftOut} left out`;
}
