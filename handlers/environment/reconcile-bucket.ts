import type { ReconcileBucketEnvironment } from '../../core/contract/environment';
import { type AccountId, parseAccountId } from '../../core/identifiers';
import { EnvironmentReader } from './reader';
import { type HubConfig, type MemberConfig, readHub, readMember } from './shared';

/** The environment of `reconcile-bucket`, typed. */
export interface ReconcileBucketConfig extends HubConfig, MemberConfig {
  readonly repairLostUpdates: boolean;
  readonly profileSeconds: number;
  readonly writesPerHour: number;
  readonly writesPerSweep: number;
  /** Name of the private bucket with before-images that do not fit into the table. */
  readonly imageBucket: string;
  /** Account that it must be of. */
  readonly hubAccountId: AccountId;
}

/** Throws one Error that lists every variable that is missing or wrong: its name, its value and what it must be. */
export function parseReconcileBucketEnvironment(environment: NodeJS.ProcessEnv): ReconcileBucketConfig {
  const reader = new EnvironmentReader<keyof ReconcileBucketEnvironment>(environment);
  return reader.whole({
    ...readHub(reader),
    ...readMember(reader),
    repairLostUpdates: reader.flag('PARTSWEEP_REPAIR_LOST_UPDATES'),
    profileSeconds: reader.count('PARTSWEEP_PROFILE_SECONDS', 0, 86_400),
    writesPerHour: reader.count('PARTSWEEP_WRITES_PER_HOUR', 1, 1_000_000_000),
    writesPerSweep: reader.count('PARTSWEEP_WRITES_PER_SWEEP', 1, 1_000_000_000),
    imageBucket: reader.name('PARTSWEEP_IMAGE_BUCKET'),
    hubAccountId: reader.parsed('PARTSWEEP_HUB_ACCOUNT_ID', parseAccountId, 'twelve digits'),
  });
}
