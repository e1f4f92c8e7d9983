import type { Check, Standing } from './check';
import { deploymentChecks } from './deployment-checks';
import type { Facts, Words } from './facts';
import { hubAccountChecks } from './hub-account-checks';
import { organizationChecks } from './organization-checks';
import { runningChecks } from './running-checks';

/** Every check, preconditions first. */
export function allChecks(facts: Facts, words: Words): readonly Check[] {
  const { settings } = facts;
  return [
    ...hubAccountChecks(facts, words),
    ...(settings.scope === 'organization' ? organizationChecks(settings, facts, words) : []),
    ...deploymentChecks(facts),
    ...runningChecks(facts, words),
  ];
}

/** How many checks stand how. */
export function sums(checks: readonly Check[]): Readonly<Record<Standing, number>> {
  const counts: Record<Standing, number> = { fine: 0, wrong: 0, unknown: 0, skipped: 0 };
  for (const { standing } of checks) counts[standing] += 1;
  return counts;
}
