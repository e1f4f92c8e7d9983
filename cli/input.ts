import { readFileSync } from 'node:fs';
import { WrongUse } from './wrong-use';

/**
 * The text of `file`, `-` for standard input, without its byte order mark. UTF-8, or UTF-16 with a mark, which is what
 * redirection in Windows PowerShell writes. Throws WrongUse if it cannot be read or is no text.
 */
export function readInput(file: string): string {
  const name = inputName(file);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new WrongUse(`${name} cannot be read: ${why(error)}`, 'check the path and its permissions', { cause: error });
  }
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new WrongUse(`${name} is not text in UTF-8`, 'save it as UTF-8', { cause: error });
  }
}

/** How messages call `file`. */
export function inputName(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function why(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'permission is denied';
  return error instanceof Error ? error.message : String(error);
}
