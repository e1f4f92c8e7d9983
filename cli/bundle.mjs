import { build } from 'esbuild';

/** What CommonJS packages find, and our own files that ask where they are, in each file of the bundle. */
const BANNER = [
  "import{createRequire as __createRequire}from'node:module';",
  "import{dirname as __dirnameOf}from'node:path';",
  "import{fileURLToPath as __pathOf}from'node:url';",
  'const require=__createRequire(import.meta.url),__dirname=__dirnameOf(__pathOf(import.meta.url));',
].join('');

/**
 * Bundles the command line: `main.mjs`, which is all that a first word needs, and a file for each part that a command loads when it is
 * run. Resolves with the names of the bundled files, relative to `root`, and the metafile of esbuild.
 *
 * @param {{ root: string, outdir: string, sourcemap: boolean }} options
 */
export async function bundle({ root, outdir, sourcemap }) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: 'cli/main.ts' },
    outdir,
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    // names stand in what --debug shows, and errors are told apart by them
    keepNames: true,
    sourcemap,
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    banner: { js: BANNER },
    logLevel: 'warning',
  });
  return { inputs: Object.keys(metafile.inputs), metafile };
}
