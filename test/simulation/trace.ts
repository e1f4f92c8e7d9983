import type { Clock } from '../../core/ports';

/** What happened in a world, line by line: the same seed gives the same text to the byte. */
export class Trace {
  readonly #clock: Clock;
  readonly #start: number;
  readonly #lines: { readonly at: number; readonly about: string; readonly what: string }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#start = clock.now();
  }

  /** `about`: the bucket, or another part of the world. */
  note(about: string, what: string): void {
    this.#lines.push({ at: this.#clock.now() - this.#start, about, what });
  }

  /** The lines about one thing, or all; times in seconds since the world began. */
  text(about?: string): string {
    return this.#lines
      .filter((line) => about === undefined || line.about === about)
      .map((line) => `${(line.at / 1000).toFixed(3).padStart(10)} ${line.about} ${line.what}`)
      .join('\n');
  }
}
