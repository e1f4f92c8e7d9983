import { AwsError } from '../../aws-error';
import { type Caller, callerName } from '../../identity/caller';
import type { Identities } from '../../identity/identities';
import type { RoleSession, RoleSessions } from '../../identity/role-sessions';
import type { Directory } from '../../organization/directory';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import type { IamRegistry } from '../iam/iam-registry';

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[!-~]+$/;
const HOUR_SECONDS = 3600;

/** STS AssumeRole for the wire and for services that assume roles themselves. */
export class StsRoleSessions implements RoleSessions {
  readonly #identities: Identities;
  readonly #registry: IamRegistry;
  readonly #directory: Pick<Directory, 'isRegionEnabled'>;
  readonly #authorizer: Authorizer;
  readonly #trace: Trace;

  constructor(options: {
    readonly identities: Identities;
    readonly registry: IamRegistry;
    readonly directory: Pick<Directory, 'isRegionEnabled'>;
    readonly authorizer: Authorizer;
    readonly trace: Trace;
  }) {
    this.#identities = options.identities;
    this.#registry = options.registry;
    this.#directory = options.directory;
    this.#authorizer = options.authorizer;
    this.#trace = options.trace;
  }

  /**
   * Besides what the interface says, throws AwsError ValidationError (400) for a bad ARN, session name, external ID or duration, and
   * RegionDisabledException (403) where the Region is off in the role's account. Source: AssumeRole, STS API Reference.
   */
  assume(request: Parameters<RoleSessions['assume']>[0]): RoleSession {
    const { caller, roleArn, sessionName, externalId } = request;
    checkText('roleArn', roleArn, 20, 2048, ROLE_ARN);
    checkText('roleSessionName', sessionName, 2, 64, /^[\w+=,.@-]*$/);
    if (externalId !== undefined) checkText('externalId', externalId, 2, 1224, /^[\w+=,.@:/-]*$/);
    const durationSeconds = request.durationSeconds ?? HOUR_SECONDS;
    if (!Number.isInteger(durationSeconds) || durationSeconds < 900 || durationSeconds > 43_200) {
      throw validationError(`Value '${durationSeconds}' at 'durationSeconds' must be between 900 and 43200`);
    }
    if (caller.kind === 'root') {
      throw new AwsError('AccessDenied', 'Roles may not be assumed by root accounts.', 403);
    }
    const role = this.#registry.role(roleArn);
    if (role === undefined) throw this.#noSuchRole(caller, roleArn);
    this.#authorizer.authorize({
      caller,
      action: 'sts:AssumeRole',
      resource: roleArn,
      resourceAccount: role.accountId,
      region: request.region,
      resourcePolicy: role.trustPolicy,
      resourcePolicyKind: 'role trust policy',
      context: {
        'sts:RoleSessionName': sessionName,
        ...(externalId === undefined ? {} : { 'sts:ExternalId': externalId }),
        ...Object.fromEntries([...role.tags].map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
      },
    });
    if (!this.#directory.isRegionEnabled(role.accountId, request.region)) {
      const message = `STS is not activated in this region for account:${role.accountId}. Your account administrator can activate STS in this region using the IAM Console.`;
      throw new AwsError('RegionDisabledException', message, 403);
    }
    if (caller.kind === 'assumed-role' && durationSeconds > HOUR_SECONDS) {
      throw validationError(
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
      );
    }
    if (durationSeconds > role.maxSessionDuration) {
      throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
    }
    const sessionPolicies = request.sessionPolicies ?? [];
    return this.#identities.createRoleSession({ role, sessionName, sessionPolicies, durationSeconds });
  }

  /** STS does not say whether a role exists. */
  #noSuchRole(caller: Caller, roleArn: string): AwsError {
    const action = 'sts:AssumeRole';
    const name = callerName(caller);
    this.#trace.record({
      kind: 'denied',
      action,
      caller: name,
      resource: roleArn,
      policyKind: 'role trust policy',
      explicit: false,
    });
    const message = `User: ${name} is not authorized to perform: ${action} on resource: ${roleArn}`;
    return new AwsError('AccessDenied', message, 403);
  }
}

function checkText(name: string, value: string, minimum: number, maximum: number, pattern: RegExp): void {
  if (value.length < minimum || value.length > maximum || !pattern.test(value)) {
    throw validationError(
      `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ${minimum} to ${maximum} characters that match ${pattern.source}`,
    );
  }
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message, 400);
}
