import type { PolicyDocument, PolicyPrincipal } from '../../policy/document';
import { invalidPrincipal } from '../../policy/parse-policy';

/** What exists at the moment a policy is stored. */
export interface PrincipalLookup {
  /** Unique ID of the role or user with this ARN. */
  idOf(arn: string): string | undefined;
  accountExists(accountId: string): boolean;
}

/** Throws AwsError MalformedPolicyDocument for a principal that does not exist. */
export function bindPrincipals(policy: PolicyDocument, lookup: PrincipalLookup): PolicyDocument {
  const Statement = policy.Statement.map((statement) =>
    statement.Principal === undefined ? statement : { ...statement, Principal: bind(statement.Principal, lookup) },
  );
  return { ...policy, Statement };
}

function bind(principal: PolicyPrincipal, lookup: PrincipalLookup): PolicyPrincipal {
  if (principal === '*' || principal.AWS === undefined) return principal;
  return { ...principal, AWS: principal.AWS.map((text) => bindText(text, lookup)) };
}

function bindText(text: string, lookup: PrincipalLookup): string {
  if (text === '*' || /^A(ROA|IDA)/.test(text)) return text;
  if (/:iam::\d{12}:(role|user)\//.test(text)) {
    const id = lookup.idOf(text);
    if (id === undefined) throw invalidPrincipal('AWS', text);
    return id;
  }
  const accountId = /\d{12}/.exec(text)?.[0] ?? '';
  if (!lookup.accountExists(accountId)) throw invalidPrincipal('AWS', text);
  return text;
}
