import { deflateRawSync } from 'node:zlib';
import { readZip } from '../../../sandbox/services/lambda/zip';

/** A zip archive with one entry. */
function zipOf(path: string, content: string, options: { method?: number; flags?: number } = {}): Buffer {
  const { method = 8, flags = 0 } = options;
  const name = Buffer.from(path);
  const data = method === 8 ? deflateRawSync(content) : Buffer.from(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(flags, 8);
  central.writeUInt16LE(method, 10);
  central.writeUInt32LE(data.length, 20);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + name.length + data.length, 16);
  return Buffer.concat([local, name, data, central, name, end]);
}

it.each([0, 8])('reads an entry of compression method %d', (method) => {
  expect(readZip(zipOf('a/index.js', 'text', { method }))).toEqual([
    { path: 'a/index.js', content: Buffer.from('text') },
  ]);
});

it('refuses what it cannot read, and paths that lead out', () => {
  expect(() => readZip(Buffer.from('no zip'))).toThrow('not a zip archive');
  expect(() => readZip(zipOf('a', 'x', { method: 12 }))).toThrow('compression method 12');
  expect(() => readZip(zipOf('a', 'x', { flags: 1 }))).toThrow('encrypted');
  expect(() => readZip(zipOf('../a', 'x'))).toThrow('leads out');
});
