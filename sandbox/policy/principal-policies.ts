import type { Caller } from '../identity/caller';
import type { PolicyDocument } from './document';

export type PrincipalTags = ReadonlyMap<string, string>;

/** Policies and tags of a principal at this moment. */
export interface PoliciesOfPrincipal {
  readonly identity: readonly PolicyDocument[];
  readonly boundary: PolicyDocument | undefined;
  readonly tags: PrincipalTags;
}

/** Where the evaluator finds what IAM has attached to users and roles. Nothing is attached to a principal that is gone. */
export interface PrincipalPolicies {
  policiesOf(caller: Caller): PoliciesOfPrincipal;
}
