import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../../../lib/functions/build';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-test-'));
  mkdirSync(join(folder, 'handlers'));
  writeFileSync(
    join(folder, 'handlers', 'do-something.ts'),
    "import { join } from 'node:path';\nexport const handler = async (event: unknown): Promise<string> => join('a', String(event));\n",
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const build = (output: string, ceiling?: number, entries = ['do-something']) =>
  buildFunctions({
    entryFolder: join(folder, 'handlers'),
    outputFolder: join(folder, output),
    entries,
    ...(ceiling === undefined ? {} : { ceiling }),
  });

test('bundles each function into a folder of its own, the same bytes each time', () => {
  const [first, ...others] = build('one');
  build('two');
  build('one');
  expect(others).toEqual([]);
  const code = readFileSync(join(folder, 'one', 'do-something', 'index.mjs'));
  expect(first).toEqual({ name: 'do-something', folder: join(folder, 'one', 'do-something'), bytes: code.byteLength });
  expect(readFileSync(join(folder, 'two', 'do-something', 'index.mjs')).equals(code)).toBe(true);
  expect(readdirSync(join(folder, 'one'))).toEqual(['do-something']);
  expect(code.toString()).toMatch(/export\s?\{\w+ as handler\}/);
});

test('fails when a bundle is over the ceiling', () => {
  expect(() => build('one', 50)).toThrow(/bundle of do-something is \d+ bytes, over the ceiling of 50/);
});

test('fails when a source does not compile', () => {
  writeFileSync(join(folder, 'handlers', 'broken.ts'), "import './nowhere';\n");
  expect(() => build('one', undefined, ['broken'])).toThrow(/nowhere/);
});

test("the product's own functions carry the small reader of credentials instead of the SDK's chain", () => {
  const built = buildFunctions({ outputFolder: join(folder, 'real') });
  expect(built.map(({ name }) => name)).toEqual(['reconcile-bucket', 'start-sweep', 'survey-account', 'write-report']);
  // words of the chain's links: profiles, SSO, web identity, containers, processes
  const words = [
    'role_arn',
    'sso_start_url',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'credential_process',
  ];
  for (const { folder: bundle } of built) {
    const code = readFileSync(join(bundle, 'index.mjs'), 'utf8');
    expect(code).toContain('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set');
    expect(words.filter((word) => code.includes(word))).toEqual([]);
  }
});

test("a function carries none of the SDK's clients, and is small", () => {
  const built = buildFunctions({ outputFolder: join(folder, 'real') });
  for (const { name, folder: bundle, bytes } of built) {
    const code = readFileSync(join(bundle, 'index.mjs'), 'utf8');
    // what every client says of itself, and the models' names of shapes
    const clients = [
      'NodeVersionSupportWarning',
      'com.amazonaws.dynamodb',
      'com.amazonaws.s3',
      'com.amazonaws.sts',
    ].filter((word) => code.includes(word));
    expect({ name, clients }).toEqual({ name, clients: [] });
    expect(bytes).toBeLessThan(300_000);
  }
});
