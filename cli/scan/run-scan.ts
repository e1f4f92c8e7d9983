import pLimit from 'p-limit';
import { endpointsOfProfile } from '../../adapters/profile-endpoints';
import { ScanAccess } from '../../adapters/scan-access';
import { systemClock } from '../../adapters/system-clock';
import { parseRegion } from '../../core/identifiers';
import type { ScanRules } from '../../core/scan/scan-account';
import type { ScannedAccount } from '../../core/scan/scan-row';
import { totalsOf } from '../../core/scan/scan-totals';
import type { ScanRequest } from '../../core/scan/state-lines';
import { DIRECTORY_BUCKET_REGIONS } from '../../core/sweep/survey';
import type { ExitStatus, Terminal } from '../terminal';
import { closingNotes } from './closing-note';
import { count } from './figures';
import { goThroughAccounts } from './go-through-accounts';
import { refuseToReplace } from './output-file';
import { printScan, scanFormat } from './print-scan';
import { ScanProgress } from './progress';
import type { ScanOptions } from './scan-options';
import type { ScanResult } from './scan-result';
import { openState, type ScanState } from './scan-state';
import { type ScanTargets, scanTargets } from './scan-targets';

/** Buckets of all accounts that are looked at at a time: fewer than the SDK has connections to one host. */
const BUCKETS_AT_A_TIME = 32;
/** Uploads of all buckets whose parts are counted at a time. */
const UPLOADS_AT_A_TIME = 12;
const PROGRESS_MS = 100;

/** What `partsweep scan` does. Throws WrongUse before anything is asked of AWS where it can. */
export async function runScan(options: ScanOptions, terminal: Terminal): Promise<ExitStatus> {
  const format = scanFormat(options, terminal);
  if (options.output !== undefined) refuseToReplace(options.output, options.force === true);
  terminal.progress('finding out which accounts there are…');
  const targets = await scanTargets(options, (text) => terminal.progress(text));
  const now = new Date().toISOString();
  const state = openState(options, requestOf(options, targets), now);
  if (state.repaired) terminal.note('The last line of the state file was cut off: that account is gone through again.');

  const todo = targets.accounts.filter(({ account }) => !state.kept.has(account));
  const progress = new ScanProgress(todo.length, Date.now());
  const scanned = await through(options, terminal, targets, todo, state, progress);
  if (terminal.stop.aborted && scanned.length < todo.length) {
    terminal.note(
      `Stopped: ${count(scanned.length)} of ${count(todo.length)} accounts done, ${count(progress.seen)} buckets looked at.`,
    );
    for (const line of state.stopped(scanned)) terminal.note(line);
    return 130;
  }
  const all = new Map([...state.kept, ...scanned.map((one) => [one.account, one] as const)]);
  const accounts = targets.accounts.flatMap(({ account }) => all.get(account) ?? []);
  const result: ScanResult = {
    partition: targets.partition,
    organization: targets.organization,
    caller: targets.caller,
    days: options.days,
    measured: options.uploads === true,
    at: state.startedAt,
    accounts,
    totals: totalsOf(accounts),
  };
  printScan(result, format, options, terminal);
  for (const note of closingNotes(result, options)) terminal.note(note);
  return result.totals.findings > 0 ? 1 : 0;
}

function requestOf(options: ScanOptions, { organization, caller }: ScanTargets): ScanRequest {
  const { account = [], excludeAccount = [], days, uploads, mostUploads } = options;
  return {
    organization,
    accounts: organization === null ? [caller] : account,
    excludedAccounts: excludeAccount,
    days,
    mostUploads: uploads === true ? mostUploads : null,
  };
}

async function through(
  options: ScanOptions,
  terminal: Terminal,
  targets: ScanTargets,
  accounts: ScanTargets['accounts'],
  state: ScanState,
  progress: ScanProgress,
): Promise<readonly ScannedAccount[]> {
  const show = throttled(() => terminal.progress(progress.line(Date.now())));
  const { rolePath, roleName } = roleOf(options.role);
  const { sts, partition, homeRegion, caller, profiles } = targets;
  const access = new ScanAccess({
    ...{ sts, partition, rolePath, roleName, sessionName: 'partsweep-scan', caller, homeRegion },
    clock: systemClock,
    credentials: sts.config.credentials,
    uploads: options.uploads === true,
    endpoints: () => endpointsOfProfile(sts),
    // one pool of connections, whatever the account and Region
    requestHandler: sts.config.requestHandler,
  });
  return goThroughAccounts({
    rules: rulesOf(options, terminal, targets),
    access,
    profiles,
    accounts,
    days: options.days,
    done: (account) => {
      progress.finished(account.account);
      state.keep(account);
      show();
    },
    progress: (account, listed, seen) => {
      progress.looked(account, listed, seen);
      show();
    },
  });
}

function rulesOf(options: ScanOptions, terminal: Terminal, { partition, homeRegion }: ScanTargets): ScanRules {
  const directoryRegions = partition === 'aws' ? DIRECTORY_BUCKET_REGIONS : [];
  return {
    clock: systemClock,
    onLongerRule: 'add',
    directoryRegions: directoryRegions.flatMap((region) => parseRegion(region) ?? []),
    homeRegion,
    limit: pLimit(BUCKETS_AT_A_TIME),
    uploads: options.uploads === true ? { mostMeasured: options.mostUploads, limit: pLimit(UPLOADS_AT_A_TIME) } : null,
    isStopped: () => terminal.stop.aborted,
  };
}

/** `audit/Reader` is the role `Reader` with the path `/audit/`. */
function roleOf(role: string): { readonly rolePath: string; readonly roleName: string } {
  const words = role.split('/').filter((word) => word !== '');
  const roleName = words.pop() ?? role;
  return { rolePath: words.length === 0 ? '/' : `/${words.join('/')}/`, roleName };
}

function throttled(show: () => void): () => void {
  let shownAt = 0;
  return () => {
    if (Date.now() - shownAt < PROGRESS_MS) return;
    shownAt = Date.now();
    show();
  };
}
