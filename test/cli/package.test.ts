import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './command';

const folder = mkdtempSync(join(tmpdir(), 'package-'));
const home = join(folder, 'package');
const dist = join(home, 'dist');
const program = join(home, 'bin/partsweep.mjs');
const lifecycle = join(folder, 'lifecycle.json');
const event = join(folder, 'event.json');

beforeAll(() => {
  writeFileSync(lifecycle, '{"Rules": []}');
  writeFileSync(event, '{}');
  const cache = join(folder, 'cache');
  const packed = command('npm', ['pack', '--json', '--offline', '--cache', cache, '--pack-destination', folder]);
  expect({ status: packed.status, stderr: packed.status === 0 ? '' : packed.stderr }).toEqual({
    status: 0,
    stderr: '',
  });
  const name = /"filename":\s*"([^"]+)"/.exec(packed.stdout)?.[1] ?? '';
  expect(command('tar', ['-xzf', join(folder, name), '-C', folder]).status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('runs from a tarball alone, with nothing installed beside it', () => {
  expect(existsSync(join(home, 'cli'))).toBe(false);
  const planned = command(program, ['plan', '--json', '--lifecycle', lifecycle], { cwd: folder });
  expect({ status: planned.status, stderr: planned.stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(planned.stdout)).toMatchObject({ verdict: 'put' });
  expect(command(program, ['explain', '-'], { cwd: folder, input: '{}' }).status).toBe(0);
  const licences = readFileSync(join(dist, 'LICENSES.txt'), 'utf8');
  for (const name of ['commander', '@aws-sdk/client-s3', 'zod']) expect(licences).toContain(`${name} `);
  expect(licences).not.toContain('aws-cdk');
});

test('refuses to deploy from a tarball, which has no sources', () => {
  const settings = readFileSync(join(__dirname, '../../cdk.json'), 'utf8');
  writeFileSync(join(folder, 'cdk.json'), settings);
  const { status, stderr } = command(program, ['deploy', '--dry-run'], { cwd: folder });
  expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('the command line alone') });
});

/** A file of the bundle and all that is loaded before its first line runs. */
function loadedWith(name: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = readFileSync(join(dist, name), 'utf8');
  for (const [, next = ''] of text.matchAll(/(?:from|import)\s?"\.\/([^"]+\.mjs)"/g)) loadedWith(next, seen);
  return seen;
}

const bytes = (names: Iterable<string>) => [...names].reduce((sum, name) => sum + statSync(join(dist, name)).size, 0);

const parts = () => readdirSync(dist).filter((name) => name.endsWith('.mjs'));

/** A copy of the package in which the bundle has these files and no other. */
function cutDown(name: string, kept: ReadonlySet<string>): string {
  const copy = join(folder, name);
  cpSync(home, copy, { recursive: true });
  for (const part of parts()) if (!kept.has(part)) rmSync(join(copy, 'dist', part));
  return join(copy, 'bin/partsweep.mjs');
}

describe('a first word needs a thirtieth of the bundle', () => {
  let light = '';
  let commands: readonly string[] = [];
  // stderr as if a person were looking at it
  const watched = { NODE_OPTIONS: `--import "data:text/javascript,process.stderr.isTTY=true"` };

  beforeAll(() => {
    light = cutDown('light', loadedWith('main.mjs'));
    const { stdout } = command(light, ['--help']);
    const list = stdout.slice(stdout.indexOf('Commands:'));
    commands = [...list.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
  });

  test('in bytes', () => {
    expect(bytes(loadedWith('main.mjs'))).toBeLessThan(bytes(parts()) / 30);
  });

  test('the help of each command, an unknown command and wrong use say there what they say in the whole', () => {
    expect(commands.length).toBeGreaterThan(12);
    const lines = [[], ['--help'], ['--version'], ['stauts'], ['sweep', '--wach'], ['plan'], ['scan', '--days', 'x']];
    for (const args of [...lines, ...commands.map((name) => [name, '--help'])]) {
      const cut = command(light, args, { cwd: folder });
      expect(cut).toEqual(command(program, args, { cwd: folder }));
      expect(cut.stdout + cut.stderr).not.toContain('MODULE_NOT_FOUND');
    }
  });

  test('every command says that it starts before it loads what it needs', () => {
    const needed: Record<string, readonly string[]> = {
      plan: ['s3://bucket'],
      explain: ['s3://bucket'],
      pause: ['--why', 'a test'],
      undo: ['s3://bucket'],
    };
    for (const name of commands) {
      const { status, stderr } = command(light, [name, ...(needed[name] ?? [])], { cwd: folder, env: watched });
      expect({ name, stderr: stderr.slice(0, 40) }).toMatchObject({
        stderr: expect.stringContaining('\r\u001B[Kstarting…'),
      });
      // and there it ends, for nothing else is there
      expect({ name, status, stderr }).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('Cannot find module'),
      });
    }
  });

  test.each([
    ['plan', 'plan-file', () => ['plan', '--lifecycle', lifecycle]],
    ['explain', 'explain-file', () => ['explain', event]],
  ])('%s of a file needs that and the core', (_, part, args) => {
    const entry = parts().find((name) => name.startsWith(`${part}-`)) ?? '';
    const kept = new Set([...loadedWith('main.mjs'), ...loadedWith(entry)]);
    expect(bytes(kept)).toBeLessThan(bytes(parts()) / 15);
    const { status, stdout, stderr } = command(cutDown(part, kept), args());
    expect({ status, stderr, stdout }).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(/^\w+: /),
    });
  });
});
