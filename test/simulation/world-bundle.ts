import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const ROOT = resolve(__dirname, '../..');

/** A change of one source file, made in a copy. White space does not count in `find`, which has to be there exactly once. */
export interface Patch {
  /** From the root of the project. */
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

/**
 * Bundles an entry point of this folder into `outfile`: plain node runs it several times faster than a test runner does. `patches` are
 * applied to what is bundled.
 *
 * @throws Error when a source does not compile, or a patch does not apply
 */
export async function bundle(entry: string, outfile: string, patches: readonly Patch[] = []): Promise<void> {
  const applied = new Set<Patch>();
  await build({
    ...{ entryPoints: [join(__dirname, entry)], bundle: true, platform: 'node', target: 'node20', format: 'cjs' },
    ...{ outfile, logLevel: 'silent', plugins: patches.length > 0 ? [patching(patches, applied)] : [] },
  });
  const missed = patches.find((patch) => !applied.has(patch));
  if (missed !== undefined) throw new Error(`${missed.file} is no part of what is simulated`);
}

/** Gives `task` a folder that is gone after it. */
export async function inFolder<T>(task: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'partsweep-worlds-'));
  try {
    return await task(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `text` with the patch applied; throws when what it looks for is not there exactly once. */
export function patched(text: string, { file, find, put }: Patch): string {
  const words = find.trim().split(/\s+/);
  const pattern = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
  const found = [...text.matchAll(new RegExp(pattern, 'g'))];
  if (found.length !== 1) throw new Error(`a patch of ${file} applies ${found.length} times, not once: ${find.trim()}`);
  return text.replace(new RegExp(pattern), () => put);
}

function patching(patches: readonly Patch[], applied: Set<Patch>): Plugin {
  return {
    name: 'planted-fault',
    setup: ({ onLoad }) => {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const file = relative(ROOT, path).replaceAll('\\', '/');
        const mine = patches.filter((patch) => patch.file === file);
        if (mine.length === 0) return undefined;
        let contents = readFileSync(path, 'utf8');
        for (const patch of mine) {
          contents = patched(contents, patch);
          applied.add(patch);
        }
        return { contents, loader: 'ts' };
      });
    },
  };
}
