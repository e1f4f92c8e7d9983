import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Makes `dist/partsweep.cjs`, which the tarball's command runs without anything else installed, with the licences of what is in it. */
async function main(): Promise<void> {
  const root = join(__dirname, '..');
  const out = join(root, 'dist');
  mkdirSync(out, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['cli/main.ts'],
    outfile: 'dist/partsweep.cjs',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify: true,
    metafile: true,
    logLevel: 'warning',
  });
  const packages = [...new Set(Object.keys(metafile.inputs).flatMap(packageOf))].sort();
  writeFileSync(join(out, 'LICENSES.txt'), packages.map((folder) => licenceOf(root, folder)).join('\n\n'));
}

/** The folder of the package that a bundled file belongs to; none for a file of our own. */
function packageOf(path: string): readonly string[] {
  const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  return folder === undefined ? [] : [folder];
}

/** The text that the package carries; its manifest's word for it where it carries none. */
function licenceOf(root: string, folder: string): string {
  const home = join(root, folder);
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as Record<string, unknown>;
  const file = readdirSync(home).find((name) => /^licen[cs]e/i.test(name) && existsSync(join(home, name)));
  const text = file === undefined ? `License: ${manifest['license']}` : readFileSync(join(home, file), 'utf8');
  return `${manifest['name']} ${manifest['version']}\n\n${text}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
