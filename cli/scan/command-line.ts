import { DEFAULT_DAYS, DEFAULT_MOST_UPLOADS, DEFAULT_ROLE, type ScanOptions } from './scan-options';

/** The command line that asks for the same scan, without where it keeps its state. */
export function scanCommandLine(options: ScanOptions): string {
  const { organization, role, account = [], excludeAccount = [], days, uploads, mostUploads } = options;
  const words = [
    ...(organization === true ? ['--organization'] : []),
    ...(role === DEFAULT_ROLE ? [] : ['--role', role]),
    ...account.flatMap((id) => ['--account', id]),
    ...excludeAccount.flatMap((id) => ['--exclude-account', id]),
    ...(days === DEFAULT_DAYS ? [] : ['--days', String(days)]),
    ...(uploads === true ? ['--uploads'] : []),
    ...(mostUploads === DEFAULT_MOST_UPLOADS ? [] : ['--most-uploads', String(mostUploads)]),
    ...(options.profile === undefined ? [] : ['--profile', quoted(options.profile)]),
    ...(options.region === undefined ? [] : ['--region', quoted(options.region)]),
  ];
  return ['partsweep scan', ...words].join(' ');
}

/** A word of a command line as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w./:@=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
