import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
  TagResourceCommand,
} from '@aws-sdk/client-organizations';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AccountId } from '../../core/identifiers';
import { account, region } from '../fakes/identifiers';
import type { AwsStage, StageKey } from './aws-stage';

const HOME = region('eu-central-1');
/** Any account ID is an account of moto's. */
const MANAGEMENT = account('111111111111');
const OUTSIDER = account('999999999999');
/** How often a look is taken whether the server listens, and how long in between, in milliseconds. */
const LOOKS = 600;
const PAUSE = 100;

export interface MotoStage extends AwsStage {
  readonly rootId: string;
  /** Makes an account below the root, or in the OU. Every role can be assumed in it. */
  newAccount(name: string, unit?: string): Promise<AccountId>;
  /** Makes an OU and gives its ID. */
  newUnit(name: string, parent: string, tags?: Readonly<Record<string, string>>): Promise<string>;
  /** The whole organization is the management account's, which stands in for a delegated administrator. */
  readonly organizations: OrganizationsClient;
}

/** moto's server in a process of its own, with the organization that the contracts ask for. `python`: one that has moto. */
export async function startMotoStage(python: string): Promise<MotoStage> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(python, [join(__dirname, 'moto_server.py'), String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await listening(server, endpoint);
    return await prepare(endpoint, () => stop(server));
  } catch (error) {
    await stop(server);
    throw error;
  }
}

async function prepare(endpoint: string, stopServer: () => Promise<void>): Promise<MotoStage> {
  // keys that nobody made belong to moto's own account, which may assume every role
  const sts = new STSClient({ endpoint, region: HOME, credentials: { accessKeyId: 'any', secretAccessKey: 'any' } });
  const keys = new Map<string, StageKey>();
  const enter = async (id: AccountId): Promise<void> => {
    const RoleArn = `arn:aws:iam::${id}:role/administrator`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'administrator' }));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    keys.set(id, { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken });
  };
  const administrator = (id: string): StageKey => {
    const key = keys.get(id);
    if (key === undefined) throw new Error(`nobody entered account ${id}`);
    return key;
  };
  await enter(MANAGEMENT);
  await enter(OUTSIDER);
  const config = { endpoint, region: HOME, credentials: administrator(MANAGEMENT) };
  const organizations = new OrganizationsClient(config);
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { Roots } = await organizations.send(new ListRootsCommand({}));
  const rootId = Roots?.[0]?.Id ?? '';

  const newUnit: MotoStage['newUnit'] = async (name, parent, tags = {}) => {
    const command = new CreateOrganizationalUnitCommand({ ParentId: parent, Name: name });
    const { OrganizationalUnit } = await organizations.send(command);
    await tag(organizations, OrganizationalUnit?.Id ?? '', tags);
    return OrganizationalUnit?.Id ?? '';
  };
  const newAccount: MotoStage['newAccount'] = async (name, unit) => {
    const command = new CreateAccountCommand({ AccountName: name, Email: `${name}@example.com` });
    const { CreateAccountStatus } = await organizations.send(command);
    const made = account(CreateAccountStatus?.AccountId ?? '');
    await enter(made);
    if (unit !== undefined) {
      const move = { AccountId: made, SourceParentId: rootId, DestinationParentId: unit };
      await organizations.send(new MoveAccountCommand(move));
    }
    return made;
  };

  const production = await newUnit('production', rootId, { stage: 'production' });
  const member = await newAccount('member', await newUnit('blue', production));
  await tag(organizations, member, { team: 'blue' });
  const events = new EventBridgeClient(config);
  const sqs = new SQSClient(config);
  let buses = 0;
  return {
    endpoint,
    administrator,
    home: HOME,
    elsewhere: region('us-east-1'),
    hub: MANAGEMENT,
    member,
    neighbour: await newAccount('neighbour'),
    outsider: OUTSIDER,
    role: 'visited',
    rootId,
    newAccount,
    newUnit,
    organizations,
    async newBus(source) {
      buses += 1;
      const bus = `outcomes-${buses}`;
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: bus }));
      const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
      const { Attributes } = await sqs.send(asked);
      const rule = { Name: bus, EventBusName: bus };
      await events.send(new CreateEventBusCommand({ Name: bus }));
      await events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: [source] }) }));
      const Targets = [{ Id: 'queue', Arn: Attributes?.['QueueArn'] }];
      await events.send(new PutTargetsCommand({ Rule: bus, EventBusName: bus, Targets }));
      return { bus, queueUrl: QueueUrl };
    },
    async stop() {
      for (const client of [sts, organizations, events, sqs]) client.destroy();
      await stopServer();
    },
  };
}

async function tag(organizations: OrganizationsClient, id: string, tags: Readonly<Record<string, string>>) {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (Tags.length > 0) await organizations.send(new TagResourceCommand({ ResourceId: id, Tags }));
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}

async function listening(server: ChildProcess, endpoint: string): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    if (server.exitCode !== null) throw new Error(`moto's server ended with ${server.exitCode}`);
    const answered = await fetch(`${endpoint}/moto-api/`).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleepFor(PAUSE);
  }
  throw new Error("moto's server does not listen");
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill();
  await ended;
}
