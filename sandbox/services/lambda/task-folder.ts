import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readZip } from './zip';

/** A function's code: `inline` is CommonJS for `index.js`, `path` a folder or a zip archive. */
export type FunctionCode =
  | { readonly kind: 'inline'; readonly source: string }
  | { readonly kind: 'asset'; readonly path: string };

export interface TaskFolder {
  /** `LAMBDA_TASK_ROOT`: a copy of the code. */
  readonly root: string;
  /** An empty folder for `HOME`, so that nobody's `~/.aws` reaches the function. */
  readonly home: string;
  remove(): void;
}

/** What the managed Node.js runtimes bring along. */
const RUNTIME_SCOPES = ['@aws-sdk', '@smithy', '@aws'];

/**
 * Copies the code to a folder of its own, beside a `node_modules` that holds only the SDK. Whatever else a function requires must be
 * in its code, as in AWS. Throws for an asset that is neither a folder nor a zip archive.
 */
export function createTaskFolder(code: FunctionCode): TaskFolder {
  const base = mkdtempSync(join(tmpdir(), 'function-'));
  const root = join(base, 'task');
  const home = join(base, 'home');
  const remove = () => rmSync(base, { recursive: true, force: true });
  try {
    mkdirSync(root);
    mkdirSync(home);
    // Ends Node's search for the nearest package.json here.
    writeFileSync(join(base, 'package.json'), '{}');
    linkRuntimeModules(join(base, 'node_modules'));
    writeCode(code, root);
  } catch (error) {
    remove();
    throw error;
  }
  return { root, home, remove };
}

function writeCode(code: FunctionCode, root: string): void {
  if (code.kind === 'inline') {
    writeFileSync(join(root, 'index.js'), code.source);
  } else if (statSync(code.path).isDirectory()) {
    cpSync(code.path, root, { recursive: true });
  } else {
    for (const entry of readZip(readFileSync(code.path))) {
      const file = join(root, entry.path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, entry.content);
    }
  }
}

function linkRuntimeModules(target: string): void {
  mkdirSync(target);
  for (const scope of RUNTIME_SCOPES) {
    const source = findScope(scope);
    if (source !== undefined) symlinkSync(source, join(target, scope), 'dir');
  }
}

function findScope(scope: string): string | undefined {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', scope);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}
