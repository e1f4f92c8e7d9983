import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { StackSetFleet } from '../../adapters/fleet-status';
import { OrganizationsProfiles } from '../../adapters/organizations';
import { Pace } from '../../adapters/pace';
import { OrganizationsRoster } from '../../adapters/roster';
import { NoFleet, SingleAccountProfiles, SingleAccountRoster } from '../../adapters/single-account';
import { SqsAccountQueue, SqsReportQueue, SqsSweepQueue } from '../../adapters/sqs';
import { systemClock } from '../../adapters/system-clock';
import type { AccountProfiles } from '../../core/ports';
import type { StartSweepConfig } from '../environment/start-sweep';
import type { SweepBatchServices } from '../sweep-batch';
import { composeHub, composeSweepInventory, TIMEOUTS, type Write } from './shared';

/** ListAccounts a second. Organizations allows 8, to everybody in the account together. Source: "Quotas for AWS Organizations". */
const LIST_CALLS = 5;

/** The ports on AWS, once for the life of the function. */
export function composeStartSweep(config: StartSweepConfig, write: Write): SweepBatchServices {
  const { region, sqs, table, ports } = composeHub(config, write);
  const sweepQueue = new SqsSweepQueue(sqs, config.sweepQueueUrl);
  const { managementAccountId, deployToManagementAccount, stackSetNames } = config;
  return {
    ...ports,
    ...composeSweepInventory(table, config),
    ...organizationPorts(config),
    sweepQueue,
    accountQueue: new SqsAccountQueue(sqs, config.accountQueueUrl),
    reportQueue: new SqsReportQueue(sqs, config.reportQueueUrl),
    postpone: (receiptHandle, seconds) => sweepQueue.postpone(receiptHandle, seconds),
    excludedAccounts: new Set(managementAccountId === null || deployToManagementAccount ? [] : [managementAccountId]),
    stackSetNames,
    claimSeconds: config.timeoutSeconds,
    settleSeconds: config.settleSeconds,
    retrySeconds: config.retrySeconds,
    maxTries: config.maxTries,
  };

  function organizationPorts({
    scope,
    hubAccountId,
    callAs,
  }: StartSweepConfig): Pick<SweepBatchServices, 'roster' | 'profilesOf' | 'fleet'> {
    if (scope === 'account') {
      const profiles = new SingleAccountProfiles();
      return { roster: new SingleAccountRoster(hubAccountId), profilesOf: () => profiles, fleet: new NoFleet() };
    }
    const organizations = new OrganizationsClient({ region, maxAttempts: 5, requestHandler: TIMEOUTS });
    const cloudFormation = new CloudFormationClient({ region, maxAttempts: 5, requestHandler: TIMEOUTS });
    return {
      roster: new OrganizationsRoster(organizations, new Pace(LIST_CALLS, systemClock)),
      profilesOf: profilesOfRuns(organizations),
      fleet: new StackSetFleet({ cloudFormation, stackSets: stackSetNames, callAs }),
    };
  }
}

/** Each run reads for itself; what the run before remembered is let go. */
function profilesOfRuns(organizations: OrganizationsClient): (run: string) => AccountProfiles {
  let known: { readonly run: string; readonly profiles: AccountProfiles } | undefined;
  return (run) => {
    if (known?.run !== run) {
      const seconds = Number.POSITIVE_INFINITY;
      known = {
        run,
        profiles: new OrganizationsProfiles({ organizations, clock: systemClock, seconds, pace: true }),
      };
    }
    return known.profiles;
  };
}
