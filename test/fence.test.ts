import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..');

/** Each file, what it imports, and the rule that must catch it; no rule: allowed. */
const PLANTED: readonly { file: string; imports: string; rule?: string }[] = [
  { file: 'core/pure.ts', imports: "import { createHash } from 'node:crypto'" },
  { file: 'core/to-adapter.ts', imports: "import { value } from '../adapters/fine'", rule: 'core-stands-alone' },
  {
    file: 'core/to-adapter-type.ts',
    imports: "import type { Value } from '../adapters/fine'",
    rule: 'core-stands-alone',
  },
  { file: 'core/reads-files.ts', imports: "import { readFileSync } from 'node:fs'", rule: 'core-is-pure' },
  { file: 'core/calls-aws.ts', imports: "import { S3Client } from '@aws-sdk/client-s3'", rule: 'core-is-pure' },
  {
    file: 'core/knows-aws-types.ts',
    imports: "import type { S3Client } from '@aws-sdk/client-s3'",
    rule: 'core-is-pure',
  },
  { file: 'core/schema.ts', imports: "import { z } from 'zod'", rule: 'settings-schema-stays-in-settings' },
  { file: 'adapters/fine.ts', imports: "import { value } from '../core/pure'" },
  { file: 'adapters/to-handler.ts', imports: "import { value } from '../handlers/fine'", rule: 'adapters-serve-core' },
  { file: 'handlers/fine.ts', imports: "import { value } from '../adapters/fine'" },
  { file: 'handlers/to-cli.ts', imports: "import { value } from '../cli/plan-file'", rule: 'handlers-reach-inward' },
  {
    file: 'handlers/to-sandbox.ts',
    imports: "import { value } from '../sandbox/fine'",
    rule: 'product-without-sandbox',
  },
  { file: 'report/to-adapter.ts', imports: "import { value } from '../adapters/fine'", rule: 'report-serves-core' },
  {
    file: 'cli/plan-file.ts',
    imports: "import { S3Client } from '@aws-sdk/client-s3'",
    rule: 'offline-commands-stay-light',
  },
  { file: 'lib/to-handler.ts', imports: "import { value } from '../handlers/fine'", rule: 'lib-knows-contracts-only' },
  { file: 'bin/to-core.ts', imports: "import { value } from '../core/pure'", rule: 'bin-only-starts' },
  { file: 'sandbox/fine.ts', imports: "import { readFileSync } from 'node:fs'" },
  { file: 'sandbox/to-core.ts', imports: "import { value } from '../core/pure'", rule: 'sandbox-knows-aws-only' },
  {
    file: 'sandbox/to-core-type.ts',
    imports: "import type { Value } from '../core/pure'",
    rule: 'sandbox-knows-aws-only',
  },
  { file: 'tour/circle-a.ts', imports: "import { value } from './circle-b'", rule: 'no-circles' },
  { file: 'tour/circle-b.ts', imports: "import { value } from './circle-a'" },
  { file: 'test/lost.ts', imports: "import { value } from './nowhere'", rule: 'nothing-unresolved' },
];

interface Report {
  readonly summary: { readonly violations: readonly { from: string; rule: { name: string; severity: string } }[] };
}

describe('the import fence', () => {
  let tree: string;
  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'fence-'));
    for (const { file, imports } of PLANTED) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), `${imports};\nexport const value = 1;\nexport type Value = number;\n`);
    }
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      copyFileSync(join(ROOT, file), join(tree, file));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'), 'dir');
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  const cruise = (type: string) => {
    const rooms = [...new Set(PLANTED.map(({ file }) => file.split('/')[0] ?? ''))];
    const program = join(ROOT, 'node_modules/.bin/depcruise');
    return spawnSync(program, ['--no-progress', '--output-type', type, ...rooms], { cwd: tree, encoding: 'utf8' });
  };

  it('catches every planted violation by its rule, and nothing else', () => {
    const report = JSON.parse(cruise('json').stdout) as Report;
    const caught = report.summary.violations.map(({ from, rule }) => `${from}: ${rule.name} (${rule.severity})`);
    for (const { file, rule } of PLANTED) {
      if (rule !== undefined) expect(caught).toContain(`${file}: ${rule} (error)`);
      else expect(caught.filter((line) => line.startsWith(file))).toEqual([]);
    }
  });

  it('fails the command that the tests start with', () => {
    const { status, stdout } = cruise('err');
    expect(status).not.toBe(0);
    expect(stdout).toContain('error core-stands-alone: core/to-adapter.ts');
  });
});

describe('the local organization', () => {
  it('does not contain the name of the product', () => {
    const { name } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { name: string };
    const files = readdirSync(join(ROOT, 'sandbox'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(0);
    const naming = files
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => `${file.slice(ROOT.length)}\n${readFileSync(file, 'utf8')}`.toLowerCase().includes(name));
    expect(naming).toEqual([]);
  });
});
