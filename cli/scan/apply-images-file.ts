import { closeSync, existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type AppliedImage, imageLine } from '../../core/scan/apply-images';
import { WrongUse } from '../wrong-use';
import { errorCode } from './error-code';

/** A new file of before-images, one a line. It is made with the first one. */
export class ImagesFile {
  readonly path: string;
  #descriptor: number | undefined;
  #isBroken = false;

  /** Throws WrongUse where there is such a file: what it holds may be the only way back. */
  constructor(path: string) {
    this.path = path;
    if (existsSync(path)) throw new WrongUse(`${path} is there already`, 'name another file with --images');
  }

  /** Whether anything was kept. */
  get isThere(): boolean {
    return this.#descriptor !== undefined;
  }

  /** Gives back once the line is on the disk. Throws what the file system throws. */
  keep(image: AppliedImage): void {
    // a line behind half of another one could not be read
    if (this.#isBroken) throw new Error(`${this.path} is damaged`);
    this.#isBroken = true;
    this.#descriptor ??= begin(this.path);
    const line = Buffer.from(imageLine(image));
    let from = 0;
    while (from < line.length) from += writeSync(this.#descriptor, line, from);
    fsyncSync(this.#descriptor);
    this.#isBroken = false;
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
  }
}

function begin(path: string): number {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    // the name of the file is kept by its folder, which not every system lets be flushed
    const folder = openSync(dirname(path), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
  return descriptor;
}
