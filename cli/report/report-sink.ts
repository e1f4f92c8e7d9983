import { WholeFile } from '../scan/output-file';
import type { Terminal } from '../terminal';

/** Where a report goes, piece by piece. */
export interface ReportSink {
  write(piece: string | Uint8Array): void;
  end(): void;
  /** Nothing is left of a file. Never throws. */
  abort(): void;
}

/** Characters that are written at a time. */
const PIECE = 65_536;

/** Stdout, or a file that is there whole or not at all. Throws WrongUse when it cannot be written. */
export function sinkOf(file: string | undefined, force: boolean, terminal: Terminal): ReportSink {
  const whole = file === undefined ? undefined : new WholeFile(file, force);
  let text = '';
  const send = (piece: string | Uint8Array): void => {
    if (whole !== undefined) whole.write(piece);
    else terminal.out(typeof piece === 'string' ? piece : Buffer.from(piece).toString());
  };
  const flush = (): void => {
    if (text !== '') send(text);
    text = '';
  };
  return {
    write: (piece) => {
      if (typeof piece !== 'string') return send(piece);
      text += piece;
      if (text.length >= PIECE) flush();
    },
    end: () => {
      flush();
      whole?.end();
    },
    abort: () => whole?.abort(),
  };
}
