import type { AuthorizationRequest } from './authorizer';
import { conditionsHold, type RequestContext } from './condition';
import type { PolicyDocument, PolicyStatement } from './document';
import { matchesAction, matchesArn, type VariableLookup } from './pattern';
import { matchPrincipal, mostSpecific, type PrincipalMatch } from './principal';

/** What one policy says to a request. */
export interface Verdict {
  readonly denies: boolean;
  readonly allows: boolean;
  /** For a policy with principals that allows: how it names the caller. */
  readonly grantedTo: PrincipalMatch | undefined;
}

export function evaluatePolicy(
  policy: PolicyDocument,
  request: AuthorizationRequest,
  context: RequestContext,
): Verdict {
  const variables = policy.Version === '2012-10-17' ? variablesOf(context) : undefined;
  let denies = false;
  let allows = false;
  const grants: (PrincipalMatch | undefined)[] = [];
  for (const statement of policy.Statement) {
    const principal =
      statement.Principal === undefined ? undefined : matchPrincipal(statement.Principal, request.caller);
    if (statement.Principal !== undefined && principal === undefined) continue;
    if (!matchesRequest(statement, request, variables)) continue;
    if (!conditionsHold(statement.Condition, context, variables)) continue;
    if (statement.Effect === 'Deny') denies = true;
    else {
      allows = true;
      grants.push(principal);
    }
  }
  return { denies, allows, grantedTo: mostSpecific(grants) };
}

function matchesRequest(
  statement: PolicyStatement,
  request: AuthorizationRequest,
  variables: VariableLookup | undefined,
): boolean {
  const action = (pattern: string) => matchesAction(pattern, request.action);
  if (statement.Action !== undefined && !statement.Action.some(action)) return false;
  if (statement.NotAction?.some(action)) return false;
  const resource = (pattern: string) => matchesArn(pattern, request.resource, variables);
  if (statement.Resource !== undefined && !statement.Resource.some(resource)) return false;
  return !statement.NotResource?.some(resource);
}

function variablesOf(context: RequestContext): VariableLookup {
  return (key) => {
    const value = context.get(key.toLowerCase());
    return typeof value === 'string' ? value : undefined;
  };
}
