import { isWhole, type ScannedAccount } from '../../core/scan/scan-row';
import type { ScanRequest } from '../../core/scan/state-lines';
import { WrongUse } from '../wrong-use';
import { quoted, scanCommandLine } from './command-line';
import type { ScanOptions } from './scan-options';
import { beginState, keepAccount, resumeState } from './state-file';

/** What a scan keeps for another one that goes on with it. */
export interface ScanState {
  /** Accounts that need not be gone through again. */
  readonly kept: ReadonlyMap<string, ScannedAccount>;
  /** When the scan began, ISO 8601. */
  readonly startedAt: string;
  /** The last line of the file was cut off, and left out. */
  readonly repaired: boolean;
  /** Keeps an account that was gone through. */
  keep(account: ScannedAccount): void;
  /** Lines for a person who stopped the scan. Without a file of their own one is begun with what was done. */
  stopped(done: readonly ScannedAccount[]): readonly string[];
}

/** Begins a state file, goes on with one, or does without. Throws WrongUse when the file is not as asked for. */
export function openState(options: ScanOptions, request: ScanRequest, now: string): ScanState {
  const { state, resume } = options;
  if (state !== undefined && resume !== undefined) {
    throw new WrongUse(
      '--state begins a file and --resume goes on with one: there can be one of them',
      'leave one out',
    );
  }
  if (resume !== undefined) {
    const { accounts, startedAt, repaired } = resumeState(resume, request);
    // what could not be seen may be mended by now
    const kept = new Map([...accounts].filter(([, account]) => isWhole(account)));
    return { kept, startedAt, repaired, ...inFile(resume, options) };
  }
  const none = { kept: new Map<string, ScannedAccount>(), startedAt: now, repaired: false };
  if (state !== undefined) {
    beginState(state, request, now);
    return { ...none, ...inFile(state, options) };
  }
  return {
    ...none,
    keep: () => {},
    stopped: (done) => {
      if (done.length === 0) return [`Begin again with: ${scanCommandLine(options)}`];
      const file = `partsweep-scan-${now.replace(/[:.]/g, '-')}.jsonl`;
      beginState(file, request, now);
      for (const account of done) keepAccount(file, account);
      return inFile(file, options).stopped(done);
    },
  };
}

function inFile(file: string, options: ScanOptions): Pick<ScanState, 'keep' | 'stopped'> {
  return {
    keep: (account) => keepAccount(file, account),
    stopped: () => [`What was done is kept in ${file}.`, `Next: ${scanCommandLine(options)} --resume ${quoted(file)}`],
  };
}
