import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, partsweep, ROOT } from './command';

const folder = mkdtempSync(join(tmpdir(), 'package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const lifecycle = join(folder, 'lifecycle.json');
writeFileSync(lifecycle, '{"Rules": []}');

test('loads neither the CDK nor an SDK client nor the settings schema to plan', () => {
  const loaded = join(folder, 'loaded.json');
  const spy = join(folder, 'spy.cjs');
  writeFileSync(
    spy,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(loaded)}, JSON.stringify(Object.keys(require.cache))));`,
  );
  expect(partsweep(['plan', '--lifecycle', lifecycle], { env: { NODE_OPTIONS: `--require ${spy}` } }).status).toBe(0);
  const modules: string[] = JSON.parse(readFileSync(loaded, 'utf8'));
  expect(modules.some((path) => path.includes('/commander/'))).toBe(true);
  expect(
    modules.filter((path) => /node_modules\/(@aws-sdk|@smithy|aws-cdk|aws-cdk-lib|constructs|zod)\//.test(path)),
  ).toEqual([]);
});

test('runs from a tarball alone, with nothing installed beside it', () => {
  const cache = join(folder, 'cache');
  const packed = command('npm', ['pack', '--json', '--offline', '--cache', cache, '--pack-destination', folder]);
  expect({ status: packed.status, stderr: packed.status === 0 ? '' : packed.stderr }).toEqual({
    status: 0,
    stderr: '',
  });
  const name = /"filename":\s*"([^"]+)"/.exec(packed.stdout)?.[1] ?? '';
  expect(command('tar', ['-xzf', join(folder, name), '-C', folder]).status).toBe(0);
  const home = join(folder, 'package');
  expect(existsSync(join(home, 'cli'))).toBe(false);

  const program = join(home, 'bin/partsweep.mjs');
  const planned = command(program, ['plan', '--json', '--lifecycle', lifecycle], { cwd: folder });
  expect({ status: planned.status, stderr: planned.stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(planned.stdout)).toMatchObject({ verdict: 'put' });
  expect(command(program, ['explain', '-'], { cwd: folder, input: '{}' }).status).toBe(0);
  const licences = readFileSync(join(home, 'dist/LICENSES.txt'), 'utf8');
  for (const name of ['commander', '@aws-sdk/client-s3', 'zod']) expect(licences).toContain(`${name} `);
  expect(licences).not.toContain('aws-cdk');
  expect(existsSync(join(ROOT, 'dist/partsweep.cjs'))).toBe(true);
});
