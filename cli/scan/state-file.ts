import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import type { ScannedAccount } from '../../core/scan/scan-row';
import { accountLine, headLine, readAccountLine, readHead, type ScanRequest } from '../../core/scan/state-lines';
import { WrongUse } from '../wrong-use';
import { errorCode } from './error-code';

const LINE_END = 10;

/** Begins a state file. Throws WrongUse when there is such a file, or none can be made. */
export function beginState(file: string, request: ScanRequest, startedAt: string): void {
  try {
    writeFileSync(file, headLine(request, startedAt), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const exists = errorCode(error) === 'EEXIST';
    throw new WrongUse(
      exists ? `${file} is there already` : `${file} cannot be written: ${errorCode(error) ?? error}`,
      exists ? `go on with it by --resume ${file}, or name another file` : 'check the path and its permissions',
      { cause: error },
    );
  }
}

/** Adds an account that was gone through, in one write. */
export function keepAccount(file: string, account: ScannedAccount): void {
  appendFileSync(file, accountLine(account));
}

export interface ResumedState {
  /** By account, as it was kept last. */
  readonly accounts: ReadonlyMap<string, ScannedAccount>;
  readonly startedAt: string;
  /** A last line that was cut off is left out, and taken out of the file, so that the next one begins anew. */
  readonly repaired: boolean;
}

/** What a state file keeps of this scan. Throws WrongUse for one that cannot be read or is not this scan's, and leaves it as it is. */
export function resumeState(file: string, request: ScanRequest): ResumedState {
  const bytes = read(file);
  const end = bytes.lastIndexOf(LINE_END) + 1;
  const lines = linesOf(bytes.subarray(0, end));
  const first = lines.next().value ?? '';
  const head = readHead(first, request);
  if (head.kind === 'other') {
    const what = end === 0 ? 'it is empty or cut off in its first line' : head.what;
    throw new WrongUse(
      `${file} cannot be gone on with: ${what}`,
      'ask for the same scan as it did, or begin a new one with --state',
    );
  }
  const accounts = new Map<string, ScannedAccount>();
  let number = 1;
  for (const line of lines) {
    number += 1;
    const account = readAccountLine(line);
    if (account === undefined) {
      throw new WrongUse(`${file}:${number} cannot be read`, 'begin a new scan with --state');
    }
    accounts.set(account.account, account);
  }
  const repaired = end < bytes.length;
  if (repaired) truncateSync(file, end);
  return { accounts, startedAt: head.startedAt, repaired };
}

/** Line by line: the whole of a large file is longer than a text can be. */
function* linesOf(bytes: Buffer): Generator<string, undefined> {
  let from = 0;
  while (from < bytes.length) {
    const to = bytes.indexOf(LINE_END, from);
    yield bytes.toString('utf8', from, to);
    from = to + 1;
  }
  return undefined;
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const missing = errorCode(error) === 'ENOENT';
    throw new WrongUse(
      missing ? `there is no file ${file}` : `${file} cannot be read: ${errorCode(error) ?? error}`,
      missing ? `check the path, or begin a scan with --state ${file}` : 'check the path and its permissions',
      { cause: error },
    );
  }
}
