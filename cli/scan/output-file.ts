import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { WrongUse } from '../wrong-use';
import { errorCode } from './error-code';

/** Throws WrongUse where the file is there and may not be replaced: before the work, not after it. */
export function refuseToReplace(file: string, force: boolean): void {
  if (force || !existsSync(file)) return;
  throw new WrongUse(`${file} is there already`, 'name another file, or replace it with --force');
}

/** Writes a file whole or not at all. Throws WrongUse when it cannot. */
export function writeOutput(file: string, pieces: Iterable<string>, force: boolean): void {
  refuseToReplace(file, force);
  const part = `${file}.${process.pid}.part`;
  try {
    const descriptor = openSync(part, 'wx', 0o600);
    try {
      for (const piece of pieces) writeSync(descriptor, piece);
    } finally {
      closeSync(descriptor);
    }
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    // what is broken in the text itself is no matter of the file
    if (errorCode(error) === undefined) throw error;
    throw new WrongUse(`${file} cannot be written: ${errorCode(error)}`, 'check the path and its permissions', {
      cause: error,
    });
  }
}
