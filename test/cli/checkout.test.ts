import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, ROOT } from './command';

const folder = mkdtempSync(join(tmpdir(), 'checkout-'));
const program = join(folder, 'bin/partsweep.mjs');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  for (const room of ['adapters', 'bin', 'cli', 'core', 'report']) {
    cpSync(join(ROOT, room), join(folder, room), { recursive: true });
  }
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(ROOT, file), join(folder, file));
});

const bundles = () => readdirSync(join(folder, 'out/command')).filter((name) => name.startsWith('bundle-'));

/** Each step needs the one before it. */
describe('the command line of a checkout', () => {
  test('refuses to run before npm ci, with a sentence', () => {
    expect(command(program, ['--help'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'partsweep: the packages of this checkout are not installed\nWhat to do: run npm ci.\n',
    });
  });

  test('is bundled once for as long as nothing changes', () => {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const first = command(program, ['--version']);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(command(program, ['--version'])).toEqual(first);
    expect(bundles()).toHaveLength(1);
  });

  test('is bundled anew when a source has changed', () => {
    const file = join(folder, 'cli/program.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Every S3 bucket', 'Each and every S3 bucket'));
    expect(command(program, ['--help']).stdout).toContain('Each and every S3 bucket');
    expect(bundles()).toHaveLength(2);
  });

  test('is bundled anew where what was kept is cut off', () => {
    writeFileSync(join(folder, 'out/command/kept.json'), '{"outdir":');
    expect(command(program, ['--help'])).toMatchObject({ status: 0, stderr: '' });
  });

  test('shows with --debug where in the sources an error came from', () => {
    const file = join(folder, 'cli/plan-file.ts');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('const text = readInput(lifecycle);', "throw new Error('planted');"),
    );
    const { status, stderr } = command(program, ['plan', '--lifecycle', 'x', '--debug']);
    expect(status).toBe(1);
    expect(stderr).toContain('partsweep: planted');
    expect(stderr).toMatch(/cli\/plan-file\.ts:\d+/);
  });
});
