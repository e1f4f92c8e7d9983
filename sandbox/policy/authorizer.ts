import type { Caller } from '../identity/caller';
import type { PolicyKind } from '../trace';
import type { PolicyDocument } from './document';

export interface AuthorizationRequest {
  readonly caller: Caller;
  /** Such as `s3:PutLifecycleConfiguration`. */
  readonly action: string;
  /** ARN, or `*` where the action knows no resource. */
  readonly resource: string;
  /** Account that owns the resource; the caller's own where the action knows no resource. */
  readonly resourceAccount: string;
  /** Region of the endpoint called (`aws:RequestedRegion`). */
  readonly region: string;
  /** Already attached to the resource: bucket, queue, bus or function policy, or a role's trust policy. */
  readonly resourcePolicy?: PolicyDocument;
  readonly resourcePolicyKind?: 'resource-based policy' | 'role trust policy';
  /** Condition keys of the service, such as `s3:prefix`; the global ones are filled in by the authorizer. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

export type Decision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly policyKind: PolicyKind; readonly explicit: boolean };

/**
 * Decides as IAM does: an explicit deny anywhere wins; service control policies, the permissions boundary and session
 * policies bound what identity policies allow; a resource policy suffices inside one account and is needed as well across accounts.
 * Source: "Policy evaluation logic", IAM User Guide.
 */
export interface Authorizer {
  decide(request: AuthorizationRequest): Decision;
  /** Throws AwsError AccessDenied (403) in IAM's words, naming the policy kind, and records the denial in the trace. */
  authorize(request: AuthorizationRequest): void;
}
