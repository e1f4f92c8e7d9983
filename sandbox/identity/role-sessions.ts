import type { PolicyDocument } from '../policy/document';
import type { Caller } from './caller';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface RoleSession {
  readonly caller: Extract<Caller, { kind: 'assumed-role' }>;
  readonly credentials: Credentials;
}

/** What STS AssumeRole does, for the services that assume roles themselves (EventBridge targets, Lambda). */
export interface RoleSessions {
  /**
   * Checks the trust policy and the caller's own policies, as one authorization of `sts:AssumeRole`.
   * Throws AwsError AccessDenied (403) when either says no or the role does not exist.
   */
  assume(request: {
    readonly caller: Caller;
    readonly roleArn: string;
    readonly sessionName: string;
    readonly region: string;
    readonly sessionPolicies?: readonly PolicyDocument[];
    readonly durationSeconds?: number;
    readonly externalId?: string;
  }): RoleSession;
}
