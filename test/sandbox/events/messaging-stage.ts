import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { AwsError } from '../../../sandbox/aws-error';
import { Clock } from '../../../sandbox/clock';
import type { ResourceResult } from '../../../sandbox/cloudformation/resource-type';
import { Endpoint } from '../../../sandbox/endpoint';
import { Identities } from '../../../sandbox/identity/identities';
import type { RoleSessions } from '../../../sandbox/identity/role-sessions';
import type { Directory } from '../../../sandbox/organization/directory';
import { ADMINISTRATOR_ACCESS } from '../../../sandbox/policy/administrator-access';
import { AuthorizerEngine } from '../../../sandbox/policy/authorizer-engine';
import type { PolicyDocument } from '../../../sandbox/policy/document';
import { busResourceTypes } from '../../../sandbox/services/events/bus-resources';
import type { TargetInvoker } from '../../../sandbox/services/events/event';
import { EventBridgeService } from '../../../sandbox/services/events/event-bridge-service';
import { ruleResourceType } from '../../../sandbox/services/events/rule-resource';
import { queueResourceTypes } from '../../../sandbox/services/sqs/queue-resources';
import { SqsService } from '../../../sandbox/services/sqs/sqs-service';
import { Trace, type TraceEntry } from '../../../sandbox/trace';
import { createResource } from '../cloudformation/create-resource';

export const HOME = '111111111111';
export const OTHER = '222222222222';
export const THIRD = '333333333333';
export const REGION = 'eu-central-1';

const MEMBERS = [HOME, OTHER, THIRD];

const directory: Directory = {
  organizationId: 'o-exampleorg1',
  managementAccountId: '999999999999',
  account: (id) =>
    MEMBERS.includes(id) ? { id, name: id, state: 'ACTIVE', tags: new Map(), parents: ['r-root'] } : undefined,
  accounts: () => [],
  accountsUnder: () => [],
  path: (id) => (MEMBERS.includes(id) ? 'o-exampleorg1/r-root/' : undefined),
  serviceControlPolicies: () => [],
  hasTrustedAccess: () => false,
  isDelegatedAdministrator: () => false,
  isRegionEnabled: () => true,
  onAccountMoved: () => () => {},
};

/** SQS and EventBridge behind the endpoint, with the real evaluation of policies; roles are a table of policies by ARN. */
export async function messagingStage(extraTargets: readonly TargetInvoker[] = []) {
  const clock = new Clock();
  const trace = new Trace();
  const identities = new Identities({ clock });
  const roles = new Map<string, PolicyDocument>();
  const authorizer = new AuthorizerEngine({
    directory,
    clock,
    trace,
    principals: {
      policiesOf: (caller) => {
        const role = caller.kind === 'assumed-role' ? roles.get(caller.roleArn) : undefined;
        const identity = caller.kind === 'user' ? [ADMINISTRATOR_ACCESS] : role === undefined ? [] : [role];
        return { identity, boundary: undefined, tags: new Map() };
      },
    },
  });
  const roleSessions: RoleSessions = {
    assume: ({ roleArn, sessionName }) => {
      if (!roles.has(roleArn)) throw new AwsError('AccessDenied', `not allowed to assume ${roleArn}`, 403);
      const [, , , , accountId = '', resource = ''] = roleArn.split(':');
      const role = { accountId, roleName: resource.slice('role/'.length), roleArn, roleId: 'AROAEXAMPLE' };
      return identities.createRoleSession({ role, sessionName, sessionPolicies: [], durationSeconds: 900 });
    },
  };
  let url = '';
  const sqs: SqsService = new SqsService({ authorizer, trace, clock, endpoint: () => url });
  const events = new EventBridgeService({
    authorizer,
    roleSessions,
    targets: [sqs, ...extraTargets],
    deadLetters: sqs,
    trace,
    clock,
  });
  const endpoint = new Endpoint({ services: [sqs, events], identities, directory, clock, trace });
  url = await endpoint.listen(0);
  const types = [...queueResourceTypes(sqs), ...busResourceTypes(events), ruleResourceType(events)];
  const clients: { destroy(): void }[] = [];
  const configuration = (account: string) => ({
    endpoint: url,
    region: REGION,
    maxAttempts: 1,
    credentials: identities.createUser(account, `user-${clients.length}`, []),
  });

  return {
    sqs,
    events,
    trace,
    roles,
    /** An administrator of the account. */
    sqsClient(account = HOME): SQSClient {
      const client = new SQSClient(configuration(account));
      clients.push(client);
      return client;
    },
    eventBridgeClient(account = HOME): EventBridgeClient {
      const client = new EventBridgeClient(configuration(account));
      clients.push(client);
      return client;
    },
    /** As CloudFormation does it: properties go through the strict schema. */
    create(typeName: string, properties: unknown, account = HOME, region = REGION): Promise<ResourceResult> {
      return createResource(types, typeName, properties, { account, region });
    },
    /** The first entry, already there or still to come, that meets the predicate. */
    traced(predicate: (entry: TraceEntry) => boolean): Promise<TraceEntry> {
      const found = trace.entries().find(predicate);
      if (found !== undefined) return Promise.resolve(found);
      return new Promise((resolve) => {
        const end = trace.listen((entry) => {
          if (!predicate(entry)) return;
          end();
          resolve(entry);
        });
      });
    },
    async close(): Promise<void> {
      for (const client of clients) client.destroy();
      clock.stop();
      await endpoint.close();
    },
  };
}

export type MessagingStage = Awaited<ReturnType<typeof messagingStage>>;
