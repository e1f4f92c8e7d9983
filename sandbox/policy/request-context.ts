import { parseArn } from '../arn';
import type { Clock } from '../clock';
import type { Directory } from '../organization/directory';
import type { AuthorizationRequest } from './authorizer';
import type { RequestContext } from './condition';
import type { PrincipalTags } from './principal-policies';

/**
 * The condition keys of one request: the global ones, then those of the service. A key that the request does not have is absent.
 * Source: "AWS global condition context keys", IAM User Guide.
 */
export function requestContext(
  request: AuthorizationRequest,
  tags: PrincipalTags,
  directory: Directory,
  clock: Clock,
): RequestContext {
  const context = new Map<string, string | readonly string[]>();
  const set = (key: string, value: string | readonly string[] | undefined) => {
    if (value !== undefined) context.set(key.toLowerCase(), value);
  };
  const { caller } = request;
  const now = clock.now();
  set('aws:CurrentTime', now.toISOString());
  set('aws:EpochTime', String(Math.floor(now.getTime() / 1000)));
  // HTTP on the loopback stands for the HTTPS endpoint of AWS, which is what a client would have used.
  set('aws:SecureTransport', 'true');
  set('aws:RequestedRegion', request.region);
  set('aws:ViaAWSService', 'false');
  setOrganization(set, directory, request.resourceAccount, 'aws:Resource');
  set('aws:ResourceAccount', request.resourceAccount);
  set('aws:PrincipalIsAWSService', String(caller.kind === 'service'));

  if (caller.kind === 'service') {
    set('aws:PrincipalServiceName', caller.principal);
    set('aws:PrincipalServiceNamesList', [caller.principal]);
    set('aws:SourceArn', caller.sourceArn);
    const source = caller.sourceAccount ?? (parseArn(caller.sourceArn ?? '')?.account || undefined);
    set('aws:SourceAccount', source);
    if (source !== undefined) setOrganization(set, directory, source, 'aws:Source');
  } else {
    set('aws:SourceIp', '127.0.0.1');
    set('aws:PrincipalAccount', caller.accountId);
    setOrganization(set, directory, caller.accountId, 'aws:Principal');
    set('aws:PrincipalArn', caller.kind === 'assumed-role' ? caller.roleArn : caller.arn);
    set('aws:PrincipalType', { root: 'Account', user: 'User', 'assumed-role': 'AssumedRole' }[caller.kind]);
    set('aws:userid', caller.userId);
    for (const [key, value] of tags) set(`aws:PrincipalTag/${key}`, value);
    if (caller.kind === 'user') set('aws:username', caller.userName);
    if (caller.kind === 'assumed-role') {
      set('aws:TokenIssueTime', caller.issuedAt.toISOString());
      set('aws:MultiFactorAuthPresent', 'false');
    }
  }
  for (const [key, value] of Object.entries(request.context ?? {})) set(key, value);
  return context;
}

function setOrganization(
  set: (key: string, value: string | readonly string[] | undefined) => void,
  directory: Directory,
  accountId: string,
  prefix: 'aws:Principal' | 'aws:Resource' | 'aws:Source',
): void {
  if (directory.account(accountId) === undefined) return;
  set(`${prefix}OrgID`, directory.organizationId);
  const path = directory.path(accountId);
  if (path !== undefined) set(`${prefix}OrgPaths`, [path]);
}
