import { type BucketFate, fateSums, isFine } from '../live/fates';
import { printJson } from '../operate/print-json';
import type { ExitStatus, Terminal } from '../terminal';
import type { ImagesFile } from './apply-images-file';
import type { ApplyOptions } from './apply-options';
import { quoted } from './command-line';

/** What a bucket is called that was written. */
export const APPLIED = 'applied';

/** An apply that is over. */
export interface Applied {
  readonly fates: readonly BucketFate[];
  /** Buckets that were to be written. */
  readonly of: number;
  readonly file: ImagesFile;
  /** Whether other buckets need somebody. */
  readonly isRest: boolean;
  readonly account: string;
  readonly options: ApplyOptions;
  readonly at: Date;
}

/** Says what was done and what to do next, and gives the exit status: 130 where something was not begun. */
export function reportApplied(
  { fates, of, file, isRest, account, options, at }: Applied,
  terminal: Terminal,
): ExitStatus {
  terminal.progress('');
  const left = of - fates.length;
  const images = file.isThere ? file.path : null;
  if (options.json === true) {
    const buckets = fates.map(({ fate, ...rest }) => ({ ...rest, result: fate === 'done' ? APPLIED : fate }));
    printJson(terminal, {
      version: 1,
      account,
      at: at.toISOString(),
      images,
      left,
      othersNeedSomebody: isRest,
      buckets,
    });
  }
  terminal.note(`${left > 0 ? 'Stopped: ' : ''}${fateSums(fates, APPLIED)}${left > 0 ? `, ${left} not begun` : ''}`);
  if (images !== null) {
    const profile = options.profile === undefined ? '' : ` --profile ${quoted(options.profile)}`;
    terminal.note(`What was there before is kept in ${images}`);
    terminal.note(
      `Next: partsweep undo --file ${quoted(images)}${profile} --dry-run   (shows how to take the rule out again)`,
    );
  } else if (of === 0)
    terminal.note(
      `Next: ${isRest ? 'partsweep scan   (says what else needs somebody)' : 'partsweep init   (so that it stays this way)'}`,
    );
  if (left > 0) return 130;
  return isRest || !fates.every(isFine) ? 1 : 0;
}
