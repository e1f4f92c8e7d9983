import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../../lib/functions/build';

const ROOT = join(__dirname, '../..');
const WORKFLOWS = join(ROOT, '.github/workflows');

const page = readFileSync(join(ROOT, 'docs/supply-chain.md'), 'utf8');
const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly hasInstallScript?: boolean }>>;
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'supply-chain-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('packages with an install script are those that the page says run without it', () => {
  const found = Object.entries(lock.packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  const recorded = [...page.matchAll(/^\| `([^`]+)` \| .+ \|$/gm)].map(([, name]) => name);
  expect([...new Set(found)].sort()).toEqual(recorded.sort());
});

test('what is needed at run time has no install script and no dependency of its own', () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(dependencies)) {
    const entry = lock.packages[`node_modules/${name}`];
    expect(entry).toBeDefined();
    expect(entry).not.toHaveProperty('hasInstallScript');
    expect(entry).not.toHaveProperty('dependencies');
  }
});

test('the bundles of the functions are the same bytes wherever the sources lie', () => {
  const elsewhere = join(folder, 'a folder of another name');
  for (const room of ['adapters', 'core', 'handlers', 'lib', 'report']) {
    cpSync(join(ROOT, room), join(elsewhere, room), { recursive: true });
  }
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(ROOT, file), join(elsewhere, file));
  symlinkSync(join(ROOT, 'node_modules'), join(elsewhere, 'node_modules'));
  const built = buildFunctions({ outputFolder: join(folder, 'here') });
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'lib/functions/build.ts'], {
    cwd: elsewhere,
    encoding: 'utf8',
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  expect(built.length).toBeGreaterThan(2);
  for (const { name, folder: here } of built) {
    const there = readFileSync(join(elsewhere, 'out/functions', name, 'index.mjs'));
    expect(there.equals(readFileSync(join(here, 'index.mjs')))).toBe(true);
  }
}, 600_000);

test('the bill of materials names every package of the lock file, with its licence and its hash', () => {
  const { stdout } = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const { bomFormat, components } = JSON.parse(stdout) as {
    readonly bomFormat: string;
    readonly components: readonly { readonly purl: string; readonly licenses: unknown; readonly hashes: unknown }[];
  };
  expect(bomFormat).toBe('CycloneDX');
  const purls = new Set(components.map(({ purl }) => decodeURIComponent(purl)));
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  for (const [name, version] of Object.entries(dependencies)) expect(purls).toContain(`pkg:npm/${name}@${version}`);
  expect(components.length).toBeGreaterThan(300);
  expect(components.filter(({ licenses }) => !Array.isArray(licenses) || licenses.length === 0)).toEqual([]);
}, 600_000);

describe.each(readdirSync(WORKFLOWS))('the workflow %s', (file) => {
  const text = readFileSync(join(WORKFLOWS, file), 'utf8');

  test('names each action by a commit, with the version beside it', () => {
    const uses = [...text.matchAll(/uses: (\S+)(.*)$/gm)];
    expect(uses.length).toBeGreaterThan(0);
    for (const [, action, version] of uses) {
      expect(action).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/);
      expect(version).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
  });

  test('may do no more than it needs, and runs nothing of a stranger with its secrets', () => {
    expect(text).toMatch(/^permissions:( \{\}|\n {2}contents: read)$/m);
    const written = [...text.matchAll(/^ +([a-z-]+): write$/gm)].map(([, permission]) => permission);
    const allowed: Readonly<Record<string, readonly string[]>> = {
      'codeql.yml': ['security-events'],
      'release.yml': ['id-token'],
    };
    expect(written).toEqual(allowed[file] ?? []);
    expect(text).not.toContain('pull_request_target');
    expect(text.match(/secrets\./g) ?? []).toHaveLength(file === 'release.yml' ? 1 : 0);
    expect(text.match(/actions\/checkout@/g)).toHaveLength(text.match(/persist-credentials: false/g)?.length ?? 0);
  });

  test('installs exactly what the lock file says, and runs no script of it', () => {
    expect(text.match(/npm (ci|install)[^\n]*/g) ?? []).toEqual(
      file === 'codeql.yml' ? [] : ['npm ci --ignore-scripts'],
    );
  });
});

test('a release is audited, tested, and published with its provenance, in this order', () => {
  const text = readFileSync(join(WORKFLOWS, 'release.yml'), 'utf8');
  const steps = [...text.matchAll(/run: (.+)$/gm)].map(([, command]) => command);
  expect(steps).toEqual([
    'npm ci --ignore-scripts',
    'npm run audit',
    'npm test',
    'npm run sbom',
    'npm publish --provenance --access public',
  ]);
});
