import pLimit from 'p-limit';
import { endpointsOfProfile } from '../../adapters/profile-endpoints';
import { ScanAccess } from '../../adapters/scan-access';
import { systemClock } from '../../adapters/system-clock';
import { parseRegion } from '../../core/identifiers';
import type { ScannedAccount } from '../../core/scan/scan-row';
import { DIRECTORY_BUCKET_REGIONS } from '../../core/sweep/survey';
import type { Terminal } from '../terminal';
import { goThroughAccounts } from './go-through-accounts';
import { ScanProgress } from './progress';
import type { ScanTargets } from './scan-targets';

const BUCKETS_AT_A_TIME = 32;

/** Scans the caller's own account; undefined when it was stopped. `days`: wanted where no tag says otherwise. */
export async function scanOwnAccount(
  { sts, partition, homeRegion, caller, profiles, accounts }: ScanTargets,
  days: number,
  terminal: Terminal,
): Promise<ScannedAccount | undefined> {
  const progress = new ScanProgress(accounts.length, Date.now());
  const { credentials, requestHandler } = sts.config;
  const directoryRegions = partition === 'aws' ? DIRECTORY_BUCKET_REGIONS : [];
  const [scanned] = await goThroughAccounts({
    rules: {
      clock: systemClock,
      onLongerRule: 'add',
      directoryRegions: directoryRegions.flatMap((region) => parseRegion(region) ?? []),
      homeRegion,
      limit: pLimit(BUCKETS_AT_A_TIME),
      uploads: null,
      isStopped: () => terminal.stop.aborted,
    },
    access: new ScanAccess({
      // no role is assumed in one's own account
      ...{ sts, partition, rolePath: '/', roleName: 'none', sessionName: 'partsweep-scan', caller, homeRegion },
      ...{ clock: systemClock, credentials, requestHandler, uploads: false },
      endpoints: () => endpointsOfProfile(sts),
    }),
    profiles,
    accounts,
    days,
    done: ({ account }) => progress.finished(account),
    progress: (account, listed, seen) => {
      progress.looked(account, listed, seen);
      terminal.progress(progress.line(Date.now()));
    },
  });
  return scanned;
}
