import { inflateRawSync } from 'node:zlib';
import { NotModelledError } from '../../aws-error';

export interface ZipEntry {
  /** With forward slashes, relative; folders are left out. */
  readonly path: string;
  readonly content: Buffer;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;

/**
 * The files of a zip archive, stored or deflated. Throws Error for anything else that is not a zip, NotModelledError for
 * encryption, ZIP64 and other methods. Source: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16.
 */
export function readZip(archive: Buffer): readonly ZipEntry[] {
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new Error('the code is not a zip archive: it has no end of central directory');
  const count = archive.readUInt16LE(end + 10);
  if (count === 0xffff) throw new NotModelledError('ZIP64 archives');
  let position = archive.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (archive.readUInt32LE(position) !== CENTRAL)
      throw new Error('the code is not a zip archive: bad central directory');
    const nameLength = archive.readUInt16LE(position + 28);
    const path = archive.toString('utf8', position + 46, position + 46 + nameLength);
    if (!path.endsWith('/')) entries.push({ path: checkedPath(path), content: readContent(archive, position, path) });
    position += 46 + nameLength + archive.readUInt16LE(position + 30) + archive.readUInt16LE(position + 32);
  }
  return entries;
}

function checkedPath(path: string): string {
  if (path.startsWith('/') || path.includes('\\') || path.split('/').includes('..')) {
    throw new Error(`the zip archive has a path that leads out of it: ${path}`);
  }
  return path;
}

function readContent(archive: Buffer, central: number, path: string): Buffer {
  if ((archive.readUInt16LE(central + 8) & 1) !== 0) throw new NotModelledError('encrypted zip archives');
  const method = archive.readUInt16LE(central + 10);
  const size = archive.readUInt32LE(central + 20);
  const local = archive.readUInt32LE(central + 42);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const data = archive.subarray(start, start + size);
  if (method === 0) return data;
  if (method === 8) return inflateRawSync(data);
  throw new NotModelledError(`compression method ${method} of ${path} in a zip archive`);
}
