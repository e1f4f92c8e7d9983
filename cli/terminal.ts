import type { Paint } from './paint';

/** What a command came to: 0 fine, 1 found something, 2 wrong use, 130 stopped by Ctrl-C. */
export type ExitStatus = 0 | 1 | 2 | 130;

/** Where a command speaks. Data goes to stdout, everything else to stderr. */
export interface Terminal {
  /** Data, its line end included. */
  out(text: string): void;
  /** A line for people: summaries, hints at the next command. Not shown with `--json`. */
  note(text: string): void;
  /** What is going on just now, one line that the next one overwrites; shown only where stderr is a terminal. */
  progress(text: string): void;
  readonly paint: Paint;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** Columns of stdout; 80 where it is no terminal. */
  readonly width: number;
  /** Aborted by Ctrl-C: commands stop at the next safe place, say what was done, and give 130. */
  readonly stop: AbortSignal;
}

export interface TerminalOptions {
  readonly paint: Paint;
  readonly json: boolean;
}

/** The process's own terminal. The first Ctrl-C asks the command to stop, the second ends the process. */
export function processTerminal({ paint, json }: TerminalOptions): Terminal {
  const shown = process.stderr.isTTY === true;
  const clear = shown ? '\r\u001B[K' : '';
  const stop = new AbortController();
  const onInterrupt = (): void => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', onInterrupt);
  return {
    out: (text) => {
      process.stderr.write(clear);
      process.stdout.write(text);
    },
    note: (text) => {
      if (!json) process.stderr.write(`${clear}${text}\n`);
    },
    progress: (text) => {
      if (shown) process.stderr.write(`${clear}${text}`);
    },
    paint,
    interactive: shown && process.stdin.isTTY === true && !json,
    width: process.stdout.columns ?? 80,
    stop: stop.signal,
  };
}
