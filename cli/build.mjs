/** `npm pack`'s part: makes `dist/`, which the tarball's command runs without anything else installed, with the licences of what is in it. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = join(root, 'dist');

/** The folder of the package that a bundled file belongs to; none for a file of our own. */
function packageOf(path) {
  const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  return folder === undefined ? [] : [folder];
}

/** The text that the package carries; its manifest's word for it where it carries none. */
function licenceOf(folder) {
  const home = join(root, folder);
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const file = readdirSync(home).find((name) => /^licen[cs]e/i.test(name) && existsSync(join(home, name)));
  const text = file === undefined ? `License: ${manifest.license}` : readFileSync(join(home, file), 'utf8');
  return `${manifest.name} ${manifest.version}\n\n${text}`;
}

// parts are named for what is in them: what was made before would be packed as well
rmSync(outdir, { recursive: true, force: true });
const { inputs } = await bundle({ root, outdir, sourcemap: false });
const packages = [...new Set(inputs.flatMap(packageOf))].sort();
writeFileSync(join(outdir, 'LICENSES.txt'), packages.map(licenceOf).join('\n\n'));
