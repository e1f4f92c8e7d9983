import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = resolve(__dirname, '../..');

/** Where bundles go unless said otherwise. */
export const FUNCTIONS_FOLDER = join(ROOT, 'out', 'functions');

/** The functions of the product: each a file of `handlers/`. */
export const FUNCTIONS: readonly string[] = ['reconcile-bucket', 'start-sweep', 'survey-account', 'write-report'];

/** Largest bundle of one function, in bytes. */
const BUNDLE_CEILING = 230_000;

export interface BuildFunctionsProps {
  /** Folder of the entry points, one file a function. @default `handlers/` */
  readonly entryFolder?: string;
  /** Names of the entry points, without `.ts`. @default FUNCTIONS */
  readonly entries?: readonly string[];
  /** Where the folders of the functions go. @default `out/functions/` */
  readonly outputFolder?: string;
  /** Largest bundle, in bytes. @default BUNDLE_CEILING */
  readonly ceiling?: number;
}

export interface BuiltFunction {
  readonly name: string;
  /** Holds `index.mjs` and nothing else. */
  readonly folder: string;
  readonly bytes: number;
}

/**
 * Bundles each entry point into `<outputFolder>/<name>/index.mjs`. The same sources give the same bytes. ESM, because
 * esbuild shakes the SDK's modules only there: two thirds of the CommonJS size. The SDK's clients have stand-ins made of its parts, and its credential
 * chain (profiles, SSO, web identity, IMDS) a small reader of the environment, from which a function's role always comes in Lambda.
 *
 * @throws Error when a source does not compile, or a bundle is larger than the ceiling
 */
export function buildFunctions(props: BuildFunctionsProps = {}): BuiltFunction[] {
  const entryFolder = props.entryFolder ?? join(ROOT, 'handlers');
  const outputFolder = props.outputFolder ?? FUNCTIONS_FOLDER;
  const entries = props.entries ?? FUNCTIONS;
  return entries.map((name) => {
    const code = bundle(join(entryFolder, `${name}.ts`));
    const ceiling = props.ceiling ?? BUNDLE_CEILING;
    if (code.byteLength > ceiling) {
      throw new Error(
        `bundle of ${name} is ${code.byteLength} bytes, over the ceiling of ${ceiling}: find what it pulls in, or raise BUNDLE_CEILING`,
      );
    }
    const folder = join(outputFolder, name);
    writeWhole(folder, code);
    return { name, folder, bytes: code.byteLength };
  });
}

function bundle(entry: string): Uint8Array {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    absWorkingDir: ROOT,
    write: false,
    outfile: 'index.mjs',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    // what is CommonJS among the dependencies asks for node's modules by require
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    alias: aliases(),
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of ${entry}`);
  return file.contents;
}

/** What stands in for packages of the SDK in the bundles. The command line and the tests have the packages themselves. */
const STAND_INS: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': 'lambda-credentials.ts',
  '@aws-sdk/client-cloudformation': 'function-clients/cloudformation.ts',
  '@aws-sdk/client-dynamodb': 'function-clients/dynamodb.ts',
  '@aws-sdk/client-eventbridge': 'function-clients/eventbridge.ts',
  '@aws-sdk/client-organizations': 'function-clients/organizations.ts',
  '@aws-sdk/client-resource-groups-tagging-api': 'function-clients/tagging.ts',
  '@aws-sdk/client-sqs': 'function-clients/sqs.ts',
  '@aws-sdk/client-sts': 'function-clients/sts.ts',
};

function aliases(): Record<string, string> {
  return Object.fromEntries(Object.entries(STAND_INS).map(([name, file]) => [name, join(ROOT, 'adapters', file)]));
}

/** Whole or not at all, and untouched if the same: several processes may build at one time. */
function writeWhole(folder: string, code: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  const target = join(folder, 'index.mjs');
  if (existsSync(target) && readFileSync(target).equals(code)) return;
  const draft = `${folder}.${process.pid}.draft`;
  writeFileSync(draft, code);
  renameSync(draft, target);
}

if (require.main === module) {
  for (const { name, bytes } of buildFunctions()) process.stderr.write(`${name}  ${bytes}\n`);
}
