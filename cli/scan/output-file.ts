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
  const whole = new WholeFile(file, force);
  try {
    for (const piece of pieces) whole.write(piece);
    whole.end();
  } catch (error) {
    whole.abort();
    throw error;
  }
}

/** A file that is there once it has ended, and not before. Each method throws WrongUse when the file cannot be written. */
export class WholeFile {
  readonly #file: string;
  readonly #part: string;
  readonly #force: boolean;
  #descriptor: number | undefined;

  constructor(file: string, force: boolean) {
    this.#file = file;
    this.#part = `${file}.${process.pid}.part`;
    this.#force = force;
    refuseToReplace(file, force);
    this.#do(() => {
      this.#descriptor = openSync(this.#part, 'wx', 0o600);
    });
  }

  write(piece: string | Uint8Array): void {
    this.#do(() => {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor ?? -1, bytes, at);
    });
  }

  end(): void {
    this.#close();
    refuseToReplace(this.#file, this.#force);
    this.#do(() => renameSync(this.#part, this.#file));
  }

  /** Never throws. */
  abort(): void {
    this.#close();
    rmSync(this.#part, { force: true });
  }

  #close(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #do(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw new WrongUse(`${this.#file} cannot be written: ${errorCode(error)}`, 'check the path and its permissions', {
        cause: error,
      });
    }
  }
}
