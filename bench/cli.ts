import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Measured, medianOf, ratioOf, runRounds } from './rounds';
import type { Figure, Section } from './section';

const ROOT = join(__dirname, '..');
const OUTPUT = join(ROOT, 'out', 'bench', 'cli');
const CEILING_MS = 100;
const NODE = 'node -e';

/** Makes stderr what it is when a person looks on: the first line of progress is shown there alone. */
const WATCHED = 'data:text/javascript,process.stderr.isTTY=true';

const WORD = `process.stderr.write('word')`;

export const cli: Section = {
  name: 'cli',
  title: 'From the start of the process to the first output of each command, against a word from Node itself.',
  run: async ({ rounds, say }) => {
    const program = packagedProgram();
    const lifecycle = join(OUTPUT, 'lifecycle.json');
    const event = join(OUTPUT, 'event.json');
    writeFileSync(lifecycle, '{"Rules": []}');
    writeFileSync(event, '{"detail-type": "AWS API Call via CloudTrail"}');
    const lines: Record<string, readonly string[]> = {
      '--help': ['--help'],
      'sweep --help': ['sweep', '--help'],
      'unknown command': ['stauts'],
      'wrong use': ['sweep', '--wach'],
      'plan FILE': ['plan', '--lifecycle', lifecycle],
      'explain FILE': ['explain', event],
      'plan BUCKET': ['plan', 's3://bucket'],
      'explain BUCKET': ['explain', 's3://bucket'],
      ...Object.fromEntries(['scan', 'init', 'doctor', 'deploy', 'destroy'].map((name) => [name, [name]])),
      ...Object.fromEntries(['sweep', 'status', 'report', 'resume', 'redrive'].map((name) => [name, [name]])),
      undo: ['undo', 's3://bucket'],
      pause: ['pause', '--why', 'a measurement'],
    };
    const contestants = Object.entries(lines).map(([name, args]) => [name, () => firstOutput([program, ...args])]);
    const seen = await runRounds<string>(
      rounds * 3,
      {
        [NODE]: () => firstOutput(['-e', WORD]),
        ...Object.fromEntries(contestants),
        'checkout --help': () => firstOutput([join(ROOT, 'bin/partsweep.mjs'), '--help']),
      },
      say,
    );
    const ours = Object.keys(seen).filter((name) => name !== NODE);
    const of = (name: string) => seen[name] ?? [];
    const figures = ours.flatMap((name): Figure[] => [
      { of: name, what: "first output against Node's", value: ratioOf(of(name), of(NODE), 'ms'), unit: 'x' },
      { of: name, what: 'first output', value: medianOf(of(name), 'ms'), unit: 'ms', goal: { atMost: CEILING_MS } },
    ]);
    const node: Figure = { of: NODE, what: 'first output', value: medianOf(of(NODE), 'ms'), unit: 'ms' };
    return { kind: 'measured', how: HOW, figures: [...figures, node] };
  },
};

const HOW = [
  "Each start is a process of its own, in a folder without settings; the clock runs from before it is made to the first byte that arrives of its stdout or stderr, Node's own start included. Three times as many rounds as said below.",
  "Commands that ask AWS say first that they start, where a person looks on: stderr is made to seem a terminal, for Node's own word too. They are ended after their first byte.",
  'As in the package; `checkout` runs the same from the sources, whose bundle is fresh.',
];

/** The package's program with its bundle, as in the tarball. */
function packagedProgram(): string {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'cli/build.mjs')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the bundle could not be made: ${stderr}`);
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(join(OUTPUT, 'bin'), { recursive: true });
  const program = join(OUTPUT, 'bin', 'partsweep.mjs');
  cpSync(join(ROOT, 'bin/partsweep.mjs'), program);
  cpSync(join(ROOT, 'dist'), join(OUTPUT, 'dist'), { recursive: true });
  return program;
}

/** Throws when it ends without a word. */
async function firstOutput(args: readonly string[]): Promise<Measured> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['--import', WATCHED, ...args], {
    cwd: OUTPUT,
    stdio: ['ignore', 'pipe', 'pipe'],
    // whoever is asked before the process is ended is not there
    env: { PATH: process.env['PATH'] ?? '', AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_EC2_METADATA_DISABLED: 'true' },
  });
  return new Promise((resolve, reject) => {
    let ms = Number.NaN;
    const onData = (): void => {
      if (!Number.isNaN(ms)) return;
      ms = performance.now() - begun;
      child.kill('SIGKILL');
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    child.on('error', reject);
    child.on('close', () => {
      if (Number.isNaN(ms)) reject(new Error(`${args.join(' ')} ended without a word`));
      else resolve({ ms });
    });
  });
}
