import { AwsError, NotModelledError } from '../../aws-error';
import { callerAccount } from '../../identity/caller';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import type { WireService } from '../../wire/message';
import { queryService } from '../../wire/query-protocol';
import { recordCall } from '../../wire/record-call';
import type { IamRegistry, Role } from './iam-registry';

const PAGE = 100;
const LIST_ROLES = ['Action', 'Version', 'PathPrefix', 'Marker', 'MaxItems'];

/** IAM's ListRoles. Source: IAM API Reference. */
export function iamService(options: {
  readonly registry: IamRegistry;
  readonly authorizer: Authorizer;
  readonly trace: Trace;
}): WireService {
  const { registry, authorizer, trace } = options;
  return queryService({
    signingNames: ['iam'],
    version: '2010-05-08',
    xmlns: 'https://iam.amazonaws.com/doc/2010-05-08/',
    operations: {
      ListRoles(parameters, { caller, region }) {
        for (const name of parameters.keys()) {
          if (!LIST_ROLES.includes(name)) throw new NotModelledError(`the parameter ${name} of iam:ListRoles`);
        }
        const account = callerAccount(caller);
        const path = parameters.get('PathPrefix') ?? '/';
        const resource = `arn:aws:iam::${account}:role${path}`;
        const action = 'iam:ListRoles';
        return recordCall(trace, { action, caller, region, resource }, () => {
          authorizer.authorize({ caller, action, resource, resourceAccount: account, region });
          const roles = registry.roles(account).filter((role) => pathOf(role).startsWith(path));
          const begin = readMarker(parameters.get('Marker'));
          const size = Math.min(Number(parameters.get('MaxItems') ?? PAGE), 1_000);
          const end = begin + size;
          const isTruncated = end < roles.length;
          return {
            Roles: { member: roles.slice(begin, end).map(roleShape) },
            IsTruncated: isTruncated,
            Marker: isTruncated ? Buffer.from(String(end)).toString('base64') : undefined,
          };
        });
      },
    },
  });
}

function readMarker(marker: string | null): number {
  if (marker === null) return 0;
  const begin = Number(Buffer.from(marker, 'base64').toString());
  if (Number.isInteger(begin) && begin > 0) return begin;
  throw new AwsError('ValidationError', 'Invalid Marker');
}

function pathOf({ roleArn, roleName }: Role): string {
  return roleArn.slice(roleArn.indexOf(':role/') + ':role'.length, -roleName.length);
}

function roleShape(role: Role) {
  return {
    Path: pathOf(role),
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.roleArn,
    CreateDate: role.createdAt.toISOString(),
    AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role.trustPolicy)),
    MaxSessionDuration: role.maxSessionDuration,
  };
}
