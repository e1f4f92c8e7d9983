import { undoRule } from '../../core/scan/apply-undo';
import type { CommonOptions } from '../command-options';
import { type BucketFate, fateLine, fateSums, isFine } from '../live/fates';
import { goThroughBuckets, sleep } from '../live/go-through-buckets';
import { openLiveAccount } from '../live/live-account';
import type { ExitStatus, Terminal } from '../terminal';
import { WrongUse } from '../wrong-use';
import { printJson } from './print-json';
import { checkConfirmable, confirmed } from './typed-confirmation';
import { readImagesFile } from './undo-file-read';
import { showUndo } from './undo-file-show';
import { count } from './words';

const DONE = 'undone';

export interface UndoFileOptions extends CommonOptions {
  readonly file: string;
  readonly confirm?: string;
  readonly dryRun?: true;
}

/**
 * Takes our rule out of the buckets of an images file, with the credentials at hand and no hub: shows what would be written, asks, writes and reads
 * back. 1 when something could not be done, 130 after Ctrl-C. Throws WrongUse for a file that cannot be used, before AWS is asked anything.
 */
export async function runUndoFile(options: UndoFileOptions, terminal: Terminal): Promise<ExitStatus> {
  const { file, confirm, dryRun = false, json = false } = options;
  const { account, buckets, cutOff } = readImagesFile(file);
  if (cutOff)
    terminal.note(`The last line of ${file} is cut off, and left out: its bucket was not written. The rest is used.`);
  const confirmation = { kind: 'the ID of the account', word: account, given: confirm };
  if (!dryRun) checkConfirmable(terminal, confirmation);
  const live = await openLiveAccount(options);
  if (live.account !== account) {
    throw new WrongUse(
      `${file} is of account ${account}, and these are credentials of account ${live.account}`,
      `use credentials of account ${account}, with --profile or in the environment`,
    );
  }
  const { todo, others } = await showUndo(buckets, live.store, terminal, json);
  if (dryRun) {
    const write = todo.map(({ place, exact }) => ({ ...place, exact }));
    if (json) printJson(terminal, { dryRun: true, account, cutOff, write, others });
    else
      terminal.out(
        `${count(todo.length, 'bucket')} would be written, ${count(others.length, 'other')} left as they are\n`,
      );
    return terminal.stop.aborted ? 130 : others.every(isFine) ? 0 : 1;
  }
  const what = `Our rule is taken out of ${count(todo.length, 'bucket')} of account ${account}`;
  if (todo.length > 0 && !(await confirmed(terminal, { ...confirmation, what }))) return 130;

  const fates = await goThroughBuckets({
    ...{ items: todo, stores: live, stop: terminal.stop },
    work: ({ images, digest }, reader, writer) => undoRule(reader, writer, { images, shown: digest, sleep }),
    done: (fate) => {
      if (!json) terminal.out(fateLine(fate, DONE, terminal.paint));
    },
  });
  return report([...others, ...fates], buckets.length, { account, cutOff, json }, terminal);
}

function report(
  fates: readonly BucketFate[],
  of: number,
  { json, ...head }: { readonly account: string; readonly cutOff: boolean; readonly json: boolean },
  terminal: Terminal,
): ExitStatus {
  const left = of - fates.length;
  if (json) {
    const buckets = fates.map(({ fate, ...rest }) => ({ ...rest, result: fate === 'done' ? DONE : fate }));
    printJson(terminal, { ...head, left, buckets });
  }
  terminal.note(`${left > 0 ? 'Stopped: ' : ''}${fateSums(fates, DONE)}${left > 0 ? `, ${left} not begun` : ''}`);
  terminal.note('Next: partsweep scan   (shows what lacks the rule now)');
  if (left > 0) return 130;
  return fates.every(isFine) ? 0 : 1;
}
