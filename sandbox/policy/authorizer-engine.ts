import type { Clock } from '../clock';
import { callerName } from '../identity/caller';
import type { Directory } from '../organization/directory';
import type { PolicyKind, Trace } from '../trace';
import { accessDenied } from './access-denied';
import type { AuthorizationRequest, Authorizer, Decision } from './authorizer';
import type { PolicyDocument } from './document';
import type { PoliciesOfPrincipal, PrincipalPolicies } from './principal-policies';
import { requestContext } from './request-context';
import { evaluatePolicy, type Verdict } from './statement';

const ALLOWED: Decision = { allowed: true };

function implicit(policyKind: PolicyKind): Decision {
  return { allowed: false, policyKind, explicit: false };
}

export interface AuthorizerOptions {
  readonly directory: Directory;
  readonly principals: PrincipalPolicies;
  readonly trace: Trace;
  readonly clock: Clock;
}

/** Evaluates policies as the interface says. Every denial of `authorize` becomes a `denied` entry of the trace. */
export class AuthorizerEngine implements Authorizer {
  readonly #directory: Directory;
  readonly #principals: PrincipalPolicies;
  readonly #trace: Trace;
  readonly #clock: Clock;

  constructor(options: AuthorizerOptions) {
    this.#directory = options.directory;
    this.#principals = options.principals;
    this.#trace = options.trace;
    this.#clock = options.clock;
  }

  authorize(request: AuthorizationRequest): void {
    const decision = this.decide(request);
    if (decision.allowed) return;
    this.#trace.record({
      kind: 'denied',
      action: request.action,
      caller: callerName(request.caller),
      resource: request.resource,
      policyKind: decision.policyKind,
      explicit: decision.explicit,
    });
    throw accessDenied(request, decision, this.#sameOrganization(request));
  }

  decide(request: AuthorizationRequest): Decision {
    const { caller } = request;
    const policies = this.#principals.policiesOf(caller);
    const context = requestContext(request, policies.tags, this.#directory, this.#clock);
    const evaluate = (policy: PolicyDocument) => evaluatePolicy(policy, request, context);
    const resource = request.resourcePolicy === undefined ? undefined : evaluate(request.resourcePolicy);
    const resourceKind = request.resourcePolicyKind ?? 'resource-based policy';
    if (caller.kind === 'service') {
      // A service has no identity policies, and SCPs do not bind it: the resource alone decides.
      if (resource?.denies) return { allowed: false, policyKind: resourceKind, explicit: true };
      return resource?.allows ? ALLOWED : implicit(resourceKind);
    }
    const levels = this.#directory.serviceControlPolicies(caller.accountId).map((level) => level.map(evaluate));
    const all = { levels, ...evaluateOwn(policies, caller, evaluate) };
    const denied = explicitDeny(all, resource, resourceKind);
    if (denied !== undefined) return denied;
    if (levels.some((level) => !level.some(({ allows }) => allows))) return implicit('service control policy');

    const trust = request.resourcePolicyKind === 'role trust policy';
    if (caller.accountId !== request.resourceAccount) {
      const own = decideOwn(all);
      return !own.allowed ? own : resource?.allows ? ALLOWED : implicit(resourceKind);
    }
    // Whether a role may be assumed is never a matter of identity policies alone, not even in one account.
    if (trust && !resource?.allows) return implicit(resourceKind);
    if (caller.kind === 'root') return ALLOWED;
    switch (resource?.grantedTo) {
      case 'session':
        // Given to the user or session itself: no implicit deny of another policy takes it away.
        return ALLOWED;
      case 'role':
      case 'everyone':
        return boundsAllow(all);
      default:
        return decideOwn(all);
    }
  }

  #sameOrganization({ caller, resourceAccount }: AuthorizationRequest): boolean {
    if (caller.kind === 'service' || caller.accountId === resourceAccount) return true;
    return [caller.accountId, resourceAccount].every((account) => this.#directory.account(account) !== undefined);
  }
}

interface OwnVerdicts {
  readonly levels: readonly (readonly Verdict[])[];
  readonly isRoot: boolean;
  readonly identity: readonly Verdict[];
  readonly boundary: Verdict | undefined;
  /** One for each of the session's policies, of which one must allow; undefined without session policies. */
  readonly session: readonly Verdict[] | undefined;
}

function evaluateOwn(
  policies: PoliciesOfPrincipal,
  caller: AuthorizationRequest['caller'],
  evaluate: (policy: PolicyDocument) => Verdict,
): Omit<OwnVerdicts, 'levels'> {
  const session = caller.kind === 'assumed-role' ? caller.sessionPolicies : [];
  return {
    isRoot: caller.kind === 'root',
    identity: policies.identity.map(evaluate),
    boundary: policies.boundary === undefined ? undefined : evaluate(policies.boundary),
    session: session.length === 0 ? undefined : session.map(evaluate),
  };
}

function explicitDeny(own: OwnVerdicts, resource: Verdict | undefined, resourceKind: PolicyKind): Decision | undefined {
  const found: readonly (readonly [PolicyKind, readonly (Verdict | undefined)[]])[] = [
    ['service control policy', own.levels.flat()],
    [resourceKind, [resource]],
    ['identity-based policy', own.identity],
    ['permissions boundary', [own.boundary]],
    ['session policy', own.session ?? []],
  ];
  const denying = found.find(([, verdicts]) => verdicts.some((verdict) => verdict?.denies));
  return denying === undefined ? undefined : { allowed: false, policyKind: denying[0], explicit: true };
}

/** Identity policies, as far as boundary and session policies let them reach. */
function decideOwn(own: OwnVerdicts): Decision {
  if (own.isRoot) return ALLOWED;
  if (!own.identity.some(({ allows }) => allows)) return implicit('identity-based policy');
  return boundsAllow(own);
}

function boundsAllow(own: OwnVerdicts): Decision {
  if (own.boundary !== undefined && !own.boundary.allows) return implicit('permissions boundary');
  if (own.session !== undefined && !own.session.some(({ allows }) => allows)) return implicit('session policy');
  return ALLOWED;
}
