import { type Command, InvalidArgumentError } from 'commander';
import type { ExitStatus, Terminal } from './terminal';

/** Options of every command. */
export interface CommonOptions {
  readonly json?: true;
  /** Profile of the AWS configuration files. */
  readonly profile?: string;
  readonly region?: string;
}

/** What a command is registered with: runs its action with a terminal, and keeps the exit status. */
export interface Registry {
  /** `example`: command lines that help shows, without the prompt. */
  command(name: string, description: string, examples: readonly string[]): Command;
  run(options: CommonOptions, action: (terminal: Terminal) => ExitStatus | Promise<ExitStatus>): Promise<void>;
}

/** AbortIncompleteMultipartUpload.DaysAfterInitiation is a 32-bit integer. */
const MAX_DAYS = 2_147_483_647;

/** For `--days`. */
export function days(text: string): number {
  return wholeNumber(1, MAX_DAYS)(text);
}

/** A parser of whole numbers from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}
