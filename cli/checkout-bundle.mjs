import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const A_DAY = 86_400_000;

/**
 * The command line of a checkout, bundled as it is now: the path of its first file. Bundles it in `out/command` when a source or the
 * packages have changed since; in a folder for this run alone where nothing can be written there.
 *
 * @param {string} root
 * @returns {Promise<string>}
 */
export async function checkoutBundle(root) {
  const home = join(root, 'out', 'command');
  const kept = keptBundle(root, home);
  if (kept !== undefined) return kept;
  if (!existsSync(join(root, 'node_modules', 'esbuild'))) {
    process.stderr.write('partsweep: the packages of this checkout are not installed\nWhat to do: run npm ci.\n');
    process.exit(2);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[Kbundling what has changed…');
  const outdir = newFolder(home);
  // not before it is needed: esbuild takes longer to load than all that a kept bundle needs
  const { bundle } = await import('./bundle.mjs');
  const at = Date.now();
  const { inputs } = await bundle({ root, outdir, sourcemap: true });
  const ours = inputs.filter((path) => !path.includes('node_modules/'));
  const seen = [...ours, 'node_modules/.package-lock.json'].map((path) => [path, stampOf(root, path)]);
  // whoever changed a file meanwhile may have been too late for this bundle
  const isNow = seen.every(([, stamp]) => stamp === '' || Number(stamp.split(' ')[0]) < at);
  if (isNow && outdir.startsWith(home)) keep(home, outdir, seen);
  return join(outdir, 'main.mjs');
}

function keptBundle(root, home) {
  try {
    const { outdir, seen } = JSON.parse(readFileSync(join(home, 'kept.json'), 'utf8'));
    if (seen.some(([path, stamp]) => stampOf(root, path) !== stamp)) return undefined;
    const main = join(outdir, 'main.mjs');
    return statSync(main).isFile() ? main : undefined;
  } catch {
    // none yet, or one that was cut off: it is made anew
    return undefined;
  }
}

/** Several processes may find the bundle old at once: each makes its own, and the last one's is kept. */
function keep(home, outdir, seen) {
  const file = join(outdir, 'kept.json');
  writeFileSync(file, JSON.stringify({ outdir, seen }));
  renameSync(file, join(home, 'kept.json'));
  for (const name of readdirSync(home)) {
    const folder = join(home, name);
    // a command that runs for long still loads parts of the bundle that it began with
    if (folder !== outdir && Date.now() - statSync(folder).mtimeMs > A_DAY)
      rmSync(folder, { recursive: true, force: true });
  }
}

function newFolder(home) {
  try {
    mkdirSync(home, { recursive: true });
    return mkdtempSync(join(home, 'bundle-'));
  } catch {
    const folder = mkdtempSync(join(tmpdir(), 'partsweep-command-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }
}

/** When a file was written and how long it is; empty where there is none. */
function stampOf(root, path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.mtimeMs} ${stats.size}`;
}
