import { WrongUse } from '../wrong-use';
import type { ScanOptions } from './scan-options';

/** What `partsweep scan --apply` is called with. */
export interface ApplyOptions extends ScanOptions {
  readonly apply?: true;
  /** ID of the account, which confirms without a question. */
  readonly confirm?: string;
  /** New file for what was there before. */
  readonly images?: string;
}

/** Throws WrongUse for options that do not go together. */
export function checkApplyOptions(options: ApplyOptions): void {
  if (options.apply !== true) {
    const flag = options.confirm !== undefined ? '--confirm' : options.images !== undefined ? '--images' : undefined;
    if (flag !== undefined) throw new WrongUse(`${flag} goes with --apply`, 'add --apply, or leave it out');
    return;
  }
  if (options.organization === true) {
    throw new WrongUse(
      '--apply writes in one account, and --organization names all of them',
      'use credentials of one account and leave --organization out; for the organization, set partsweep up with partsweep init',
    );
  }
  const others = {
    '--uploads': options.uploads,
    '--state': options.state,
    '--resume': options.resume,
    '--format': options.format,
    '--output': options.output,
    '--force': options.force,
  };
  const flag = Object.entries(others).find(([, given]) => given !== undefined)?.[0];
  if (flag === undefined) return;
  throw new WrongUse(`--apply does not go with ${flag}`, `scan with ${flag} first, then again with --apply alone`);
}
