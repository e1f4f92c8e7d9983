import type { Caller } from '../identity/caller';
import type { PolicyPrincipal } from './document';

/**
 * How a policy names the caller, which decides what else must allow:
 * `session`: the user or the role session itself; `role`: the role behind the session; `account`: the account, which leaves the
 * decision to that account's identity policies; `everyone`: `*`; `service`: an AWS service.
 */
export type PrincipalMatch = 'session' | 'role' | 'account' | 'everyone' | 'service';

/** From the most to the least specific. */
const SPECIFICITY: readonly PrincipalMatch[] = ['session', 'service', 'role', 'everyone', 'account'];

/** The most specific way in which `principal` names the caller; undefined when it does not. */
export function matchPrincipal(principal: PolicyPrincipal, caller: Caller): PrincipalMatch | undefined {
  if (principal === '*') return 'everyone';
  const matches = (principal.AWS ?? []).map((text) => matchAws(text, caller));
  if (caller.kind === 'service' && principal.Service?.includes(caller.principal)) matches.push('service');
  return mostSpecific(matches);
}

export function mostSpecific(matches: readonly (PrincipalMatch | undefined)[]): PrincipalMatch | undefined {
  return SPECIFICITY.find((match) => matches.includes(match));
}

function matchAws(text: string, caller: Caller): PrincipalMatch | undefined {
  // "AWS": "*" says the same as "*" in a resource policy, and both take in AWS services (queue policies of old rely on it).
  if (text === '*') return 'everyone';
  if (caller.kind === 'service') return undefined;
  if (text === caller.accountId || text === accountRoot(caller.arn, caller.accountId)) return 'account';
  if (text === caller.arn) return 'session';
  if (caller.kind === 'user') return text === caller.userId ? 'session' : undefined;
  if (caller.kind !== 'assumed-role') return undefined;
  return text === caller.roleArn || text === caller.userId.slice(0, caller.userId.indexOf(':')) ? 'role' : undefined;
}

function accountRoot(arn: string, accountId: string): string {
  return `arn:${arn.split(':')[1]}:iam::${accountId}:root`;
}
