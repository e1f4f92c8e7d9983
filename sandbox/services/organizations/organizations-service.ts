import { AwsError } from '../../aws-error';
import type { Clock } from '../../clock';
import { callerAccount } from '../../identity/caller';
import type { Organization } from '../../organization/organization';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import { type JsonOperation, jsonService } from '../../wire/json-protocol';
import type { Call, WireService } from '../../wire/message';
import { recordCall } from '../../wire/record-call';
import type { EventSink } from '../events/event';
import { AccountCreations } from './account-creations';
import { ChangeEvents, trailed } from './change-events';
import { accessDenied, notInUse } from './errors';
import type { Audience, Operation } from './operation';
import { readOperations } from './read-operations';
import { readRequest } from './requests';
import { Shapes } from './shapes';
import { writeOperations } from './write-operations';

export interface OrganizationsServiceOptions {
  readonly organization: Organization;
  readonly authorizer: Authorizer;
  readonly trace: Trace;
  readonly clock: Clock;
  /** Takes the CloudTrail events of changes. @default none are told */
  readonly events?: EventSink;
  /** How long an account is being created. @default 100 */
  readonly accountCreationMilliseconds?: number;
  /** Entries on a page for which the caller sets no number, 1 to 20. @default 20 */
  readonly pageSize?: number;
}

/**
 * AWS Organizations. Every operation is authorized by IAM as `organizations:NAME`, then by who asks: the management account, for
 * reads also delegated administrators of any service. Source: Organizations API Reference, each operation's first paragraphs.
 */
export function organizationsService(options: OrganizationsServiceOptions): WireService {
  const shapes = new Shapes(options.organization, 'us-east-1');
  const events = new ChangeEvents(options.events);
  const creations = new AccountCreations(
    options.organization,
    options.clock,
    options.accountCreationMilliseconds ?? 100,
  );
  const definitions: Record<string, Operation<never>> = {
    ...readOperations({ organization: options.organization, shapes, creations, pageSize: options.pageSize }),
    ...writeOperations({ organization: options.organization, shapes, creations, events }),
  };
  const operations: Record<string, JsonOperation> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    operations[name] = (input, call) => answer(options, events, name, definition, input, call);
  }
  return jsonService({
    signingNames: ['organizations'],
    targetPrefix: 'AWSOrganizationsV20161128',
    version: '1.1',
    operations,
  });
}

async function answer(
  options: OrganizationsServiceOptions,
  events: ChangeEvents,
  name: string,
  definition: Operation<never>,
  input: unknown,
  call: Call,
): Promise<unknown> {
  const action = `organizations:${name}`;
  const request = readRequest(definition.schema, name, input);
  const resource = definition.resource?.(request) ?? '*';
  const isChange = definition.audience === 'management';
  try {
    const output = await recordCall(
      options.trace,
      { action, caller: call.caller, region: call.region, resource },
      () => {
        const context = definition.context?.(request);
        options.authorizer.authorize({
          caller: call.caller,
          action,
          resource,
          // The organization is nobody's resource across accounts: only the caller's own policies count.
          resourceAccount: callerAccount(call.caller),
          region: 'us-east-1',
          ...(context && { context }),
        });
        checkAudience(options.organization, definition.audience, callerAccount(call.caller));
        return definition.run(request, call);
      },
    );
    if (isChange)
      events.called(call, name, trailed(request), { response: output === undefined ? null : trailed(output) });
    return output;
  } catch (error) {
    if (isChange && error instanceof AwsError) events.called(call, name, trailed(request), { error });
    throw error;
  }
}

function checkAudience(organization: Organization, audience: Audience, accountId: string): void {
  if (organization.account(accountId) === undefined) throw notInUse();
  if (audience === 'any member' || accountId === organization.managementAccountId) return;
  if (audience === 'management' || !organization.delegatedAdministrators().has(accountId)) throw accessDenied();
}
