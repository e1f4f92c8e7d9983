import { isWhole } from '../../core/scan/scan-row';
import { quoted, scanCommandLine } from './command-line';
import { count } from './figures';
import type { ScanOptions } from './scan-options';
import type { ScanResult } from './scan-result';

/** Lines for people behind the data: what was not seen, and last the next command. */
export function closingNotes(result: ScanResult, options: ScanOptions): readonly string[] {
  const { accounts, totals, caller } = result;
  const notes: string[] = [];
  const codes = accounts.flatMap(({ rows }) =>
    rows.flatMap(({ bucket, reason }) => (bucket === null ? [reason.code] : [])),
  );
  if (codes.includes('role-not-assumable')) {
    notes.push(
      `Where the role cannot be assumed: see that ${options.role} is in the account and trusts account ${caller}, or name another with --role.`,
    );
  }
  return [
    ...notes,
    `Next: ${nextCommand(result, options, accounts.filter((account) => !isWhole(account)).length, totals.findings)}`,
  ];
}

function nextCommand(result: ScanResult, options: ScanOptions, notSeen: number, findings: number): string {
  const { state, resume } = options;
  const file = resume ?? state;
  const scan = scanCommandLine(options);
  if (notSeen > 0 && file !== undefined) {
    return `${scan} --resume ${quoted(file)}   (once mended: tries ${count(notSeen)} accounts again)`;
  }
  if (findings > notSeen) return 'partsweep init   (sets partsweep up, so that it writes the rule and keeps it there)';
  if (notSeen > 0) return `${scan}   (once mended)`;
  if (!result.measured) return `${scan} --uploads   (measures what lies around, and what it costs)`;
  return 'partsweep init   (so that it stays this way)';
}
