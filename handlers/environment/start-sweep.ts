import type { StartSweepEnvironment } from '../../core/contract/environment';
import { type AccountId, parseAccountId } from '../../core/identifiers';
import { asText, EnvironmentReader } from './reader';
import { type HubConfig, readHub, readSweep, type SweepConfig } from './shared';

/** The environment of `start-sweep`, typed. */
export interface StartSweepConfig extends HubConfig, SweepConfig {
  readonly reportQueueUrl: string;
  readonly profileSeconds: number;
  readonly hubAccountId: AccountId;
  /** Null in scope `account`. */
  readonly managementAccountId: AccountId | null;
  /** Whether the management account takes part, which no stack set reaches. */
  readonly deployToManagementAccount: boolean;
  /** As whom StackSets is asked. */
  readonly callAs: StartSweepEnvironment['PARTSWEEP_CALL_AS'];
  /** Empty in scope `account`. */
  readonly stackSetNames: readonly string[];
}

/** Throws one Error that lists every variable that is missing or wrong: its name, its value and what it must be. */
export function parseStartSweepEnvironment(environment: NodeJS.ProcessEnv): StartSweepConfig {
  const reader = new EnvironmentReader<keyof StartSweepEnvironment>(environment);
  return reader.whole({
    ...readHub(reader),
    ...readSweep(reader),
    reportQueueUrl: reader.url('PARTSWEEP_REPORT_QUEUE_URL'),
    profileSeconds: reader.count('PARTSWEEP_PROFILE_SECONDS', 0, 86_400),
    hubAccountId: reader.parsed('PARTSWEEP_HUB_ACCOUNT_ID', parseAccountId, 'twelve digits'),
    managementAccountId: reader.parsed(
      'PARTSWEEP_MANAGEMENT_ACCOUNT_ID',
      (text) => (text === 'none' ? null : parseAccountId(text)),
      'twelve digits, or none',
    ),
    deployToManagementAccount: reader.flag('PARTSWEEP_DEPLOY_TO_MANAGEMENT_ACCOUNT'),
    callAs: reader.choice('PARTSWEEP_CALL_AS', ['DELEGATED_ADMIN', 'SELF']),
    stackSetNames: reader.list('PARTSWEEP_STACK_SET_NAMES', asText, 'names'),
  });
}
