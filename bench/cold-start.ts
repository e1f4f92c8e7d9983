import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync, transformSync } from 'esbuild';
import { buildFunctions } from '../lib/functions/build';
import { functionEnvironment, settleEvent } from './cold-start/function-environment';
import { startServer } from './plain-server/start-server';
import { type Measured, medianOf, ratioOf, runRounds } from './rounds';
import type { Figure, Section } from './section';

const FOLDER = join(__dirname, 'cold-start');
const OUTPUT = join(__dirname, '..', 'out', 'bench', 'cold-start');
const START = join(FOLDER, 'start.mjs');
const CEILING_KB = 300;

/** What is started: nothing, or a module, with an event for the whole way or without one for its import alone. */
interface Started {
  readonly path?: string | undefined;
  readonly event?: object;
}

export const coldStart: Section = {
  name: 'cold-start',
  title:
    'From the start of the process to the first bucket done, against the plainest function with the same two SDK clients.',
  run: async ({ rounds, say }) => {
    const built = buildFunctions({ outputFolder: OUTPUT });
    const plainest = plainestFunction();
    const paths = Object.fromEntries(built.map(({ name, folder }) => [name, join(folder, 'index.mjs')]));
    const server = await startServer({ buckets: 1, delay: 0 });
    try {
      const start = (started: Started) => () => startOnce(server.url, started);
      const event = settleEvent();
      const seen = await runRounds(
        rounds * 3,
        {
          empty: start({}),
          ours: start({ path: paths['reconcile-bucket'], event }),
          plainest: start({ path: plainest.bundle, event }),
          unbundled: start({ path: plainest.unbundled, event }),
          'survey-account': start({ path: paths['survey-account'] }),
          'start-sweep': start({ path: paths['start-sweep'] }),
          'write-report': start({ path: paths['write-report'] }),
        },
        say,
      );
      const { ours, empty, unbundled } = seen;
      const first = (what: string, key: string, others: readonly Measured[]): Figure => ({
        ...{ of: 'reconcile-bucket, first bucket done', what, value: ratioOf(ours, others, key), unit: 'x' },
      });
      const importing = (of: string, which: readonly Measured[]): Figure => ({
        ...{ of: `${of}, import`, what: "wall of the plainest's", unit: 'x', goal: { atMost: 0.7 } },
        value: ratioOf(which, seen.plainest, 'import'),
      });
      const figures: Figure[] = [
        ...[...built, { name: 'the plainest', bytes: statSync(plainest.bundle).size }].map(
          ({ name, bytes }): Figure => {
            const goal = name === 'the plainest' ? {} : { goal: { atMost: CEILING_KB } };
            return { of: name, what: 'bundle', value: Math.round(bytes / 1000), unit: 'KB', ...goal };
          },
        ),
        importing('reconcile-bucket', ours),
        importing('survey-account', seen['survey-account']),
        importing('start-sweep', seen['start-sweep']),
        importing('write-report', seen['write-report']),
        first("wall of the plainest's", 'whole', seen.plainest),
        first("cpu of the plainest's", 'cpu', seen.plainest),
        first("wall of the SDK unbundled's", 'whole', unbundled),
        first("wall of an empty process's", 'whole', empty),
        ...Object.entries({ 'an empty process': empty, ours, 'the plainest': seen.plainest, unbundled }).map(
          ([name, which]): Figure => ({ of: name, what: 'wall', value: medianOf(which, 'whole'), unit: 'ms' }),
        ),
      ];
      return { kind: 'measured', how: HOW, figures };
    } finally {
      server.stop();
    }
  },
};

const HOW = [
  'Each start is a process of its own; the clock runs from the birth of the process, before Node is up. Three times as many rounds as said below.',
  'Ours is the real bundle of the writer with one message: it asks the table, assumes the role, reads and plans the bucket, keeps and tells the outcome. All of AWS is a plain server on the loopback interface.',
  'The plainest assumes the role and reads the bucket, and nothing more: S3 and STS clients of the SDK in one minified ESM bundle, credential chain and all. Unbundled: the same file with the packages as they are installed.',
];

/** The plainest function: as one bundle, and as a file that imports the packages. */
function plainestFunction(): { readonly bundle: string; readonly unbundled: string } {
  const [bundle, unbundled] = [join(OUTPUT, 'plainest.mjs'), join(OUTPUT, 'unbundled.mjs')];
  mkdirSync(OUTPUT, { recursive: true });
  buildSync({
    ...{
      entryPoints: [join(FOLDER, 'plainest.ts')],
      outfile: bundle,
      bundle: true,
      minify: true,
      legalComments: 'none',
    },
    ...{ format: 'esm', platform: 'node', target: 'node20', mainFields: ['module', 'main'], logLevel: 'silent' },
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  });
  const source = readFileSync(join(FOLDER, 'plainest.ts'), 'utf8');
  writeFileSync(unbundled, transformSync(source, { loader: 'ts', format: 'esm', target: 'node20' }).code);
  return { bundle, unbundled };
}

/** Throws when the start came to nothing. */
async function startOnce(url: string, { path, event }: Started): Promise<Measured> {
  const args = [path, event && JSON.stringify(event)].filter((argument) => argument !== undefined);
  const child = fork(START, args, {
    execArgv: [],
    env: functionEnvironment(url),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const closed = once(child, 'close');
  const told = await Promise.race([once(child, 'message'), closed.then(() => undefined)]);
  await closed;
  if (told === undefined) throw new Error(`the start of ${path} ended before it was done`);
  const [{ response, ...measured }] = told as [
    { readonly response: { readonly batchItemFailures?: unknown[] } | null } & Measured,
  ];
  const isDone = event === undefined || response?.batchItemFailures?.length === 0;
  const isOurs = path?.includes('reconcile-bucket') === true;
  if (!isDone || (isOurs && !printed.includes('"verdict":"covered"'))) {
    throw new Error(`the start of ${path} came to ${JSON.stringify(response)}: ${printed}`);
  }
  return measured;
}
