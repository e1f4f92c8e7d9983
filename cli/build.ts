import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What the bundle carries beside our own sources. */
const BUNDLED = ['commander', '@rgrove/parse-xml'];

/** Makes `dist/partsweep.cjs`, which the tarball's command runs without anything else installed. */
async function main(): Promise<void> {
  const root = join(__dirname, '..');
  const out = join(root, 'dist');
  mkdirSync(out, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['cli/main.ts'],
    outfile: 'dist/partsweep.cjs',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
  const licences = BUNDLED.map(
    (name) => `${name}\n\n${readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8')}`,
  );
  writeFileSync(join(out, 'LICENSES.txt'), licences.join('\n\n'));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
