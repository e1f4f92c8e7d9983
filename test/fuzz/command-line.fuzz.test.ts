import fc from 'fast-check';
import { readSettings } from '../../cli/deploy/read-settings';
import { readImagesFile } from '../../cli/operate/undo-file-read';
import { resumeState } from '../../cli/scan/state-file';
import { WrongUse } from '../../cli/wrong-use';
import { CommandLine } from './command-line';
import { commandLines, type Grammar } from './command-lines';
import broken from './command-lines.json';
import parsers from './corpus.json';
import { mutated, mutatedJson } from './mutated';

/** `npm run fuzz` sets more, and another seed each time. What it finds goes into the corpus. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 200);
const OPTIONS = { numRuns: RUNS, seed: Number(process.env['FUZZ_SEED'] ?? 1) };

const commandLine = new CommandLine();
let grammar: Grammar = {};

const sound = {
  ...broken.files,
  'lifecycle.json': parsers.lifecycles,
  'event.json': parsers.events,
} as Readonly<Record<string, readonly string[]>>;

/** Each file as somebody may have left it; of two or three in four nothing is wrong with it. */
const files = fc.record(
  Object.fromEntries(
    Object.entries(sound).map(([name, texts]) => [
      name,
      fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...texts) }, { weight: 1, arbitrary: mutatedJson(texts) }),
    ]),
  ),
);

const first = Object.fromEntries(Object.entries(sound).map(([name, [text = '']]) => [name, text]));

beforeAll(async () => {
  commandLine.open();
  const namesOf = (help: string, pattern: RegExp) => [...help.matchAll(pattern)].map(([, name = '']) => name);
  const { stdout } = await commandLine.run(['--help'], {});
  const list = stdout.slice(stdout.indexOf('Commands:'));
  const entries: [string, readonly string[]][] = [];
  for (const name of namesOf(list, /^ {2}([a-z]+) /gm)) {
    if (name === 'help') continue;
    const help = await commandLine.run([name, '--help'], {});
    entries.push([name, namesOf(help.stdout, /^ {2}(?:-\w, )?(--[a-z-]+)/gm)]);
  }
  grammar = Object.fromEntries(entries);
});
afterAll(() => commandLine.close());

/** What every command line comes to, whatever it is. */
async function answers(args: readonly string[], of: Readonly<Record<string, string>>): Promise<void> {
  const { status, stdout, stderr } = await commandLine.run(args, of);
  expect([0, 1, 2, 130]).toContain(status);
  if (!args.includes('--debug')) expect(stdout + stderr).not.toMatch(/^ +at .*[:)]\d*\)?$/m);
  // a sentence that says what is wrong, or, where no command was named, what there is
  if (status === 2) expect(stderr).toMatch(/^((partsweep|error): .*\w+ \w+|Usage: partsweep )/m);
}

test('the grammar is that of the help texts', () => {
  expect(Object.keys(grammar).length).toBeGreaterThan(12);
  expect(grammar['plan']).toEqual(expect.arrayContaining(['--lifecycle', '--days', '--json']));
});

test.each(broken.lines)('a command line of the corpus is answered: %#', async ({ args, files: named }) => {
  await answers(args, { ...first, ...(named as Readonly<Record<string, string>>) });
});

test('no command line, however wrong, and no file that it names, however broken, makes the program fail', async () => {
  await fc.assert(fc.asyncProperty(commandLines(grammar), files, answers), OPTIONS);
});

test('no result of a scan, however broken, makes its report fail', async () => {
  const forms = fc.constantFrom('json', 'csv', 'html');
  await fc.assert(
    fc.asyncProperty(mutatedJson(broken.files['scan.json']), forms, async (text, form) => {
      await answers(['report', '--from', 'scan.json', '--format', form], { 'scan.json': text });
    }),
    OPTIONS,
  );
});

test.each([
  ['plan', 'lifecycle.json', ['plan', '--lifecycle', 'lifecycle.json'], parsers.lifecycles],
  ['explain', 'event.json', ['explain', 'event.json'], parsers.events],
])('no file, however broken, makes %s fail', async (_, name, args, corpus) => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutated(corpus), mutatedJson(corpus)), fc.boolean(), async (text, json) => {
      await answers(json ? [...args, '--json'] : args, { [name]: text });
    }),
    OPTIONS,
  );
});

const REQUEST = { organization: null, accounts: ['111111111111'], excludedAccounts: [], days: 7, mostUploads: null };

test.each<[string, keyof typeof broken.files, () => unknown]>([
  ['state of a scan', 'state.jsonl', () => resumeState('state.jsonl', REQUEST)],
  ['file of images', 'images.jsonl', () => readImagesFile('images.jsonl')],
  ['settings', 'cdk.json', () => readSettings('cdk.json')],
])('no %s, however broken, is more than refused', async (_, name, read) => {
  await fc.assert(
    fc.asyncProperty(mutatedJson(broken.files[name]), async (text) => {
      await commandLine.run(['--version'], { [name]: text });
      try {
        read();
      } catch (error) {
        expect(error).toBeInstanceOf(WrongUse);
      }
    }),
    OPTIONS,
  );
});
