import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as dynamoDb from '@aws-sdk/client-dynamodb';
import * as eventBridge from '@aws-sdk/client-eventbridge';
import * as organizations from '@aws-sdk/client-organizations';
import * as tagging from '@aws-sdk/client-resource-groups-tagging-api';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import * as ourCloudFormation from '../../../adapters/function-clients/cloudformation';
import * as ourDynamoDb from '../../../adapters/function-clients/dynamodb';
import * as ourEventBridge from '../../../adapters/function-clients/eventbridge';
import * as ourOrganizations from '../../../adapters/function-clients/organizations';
import * as ourSqs from '../../../adapters/function-clients/sqs';
import * as ourSts from '../../../adapters/function-clients/sts';
import * as ourTagging from '../../../adapters/function-clients/tagging';

export interface AnyClient {
  send(command: unknown): Promise<Readonly<Record<string, unknown>>>;
}
type ClientClass = new (config: Record<string, unknown>) => AnyClient;
type CommandClass = new (input: Record<string, unknown>) => unknown;

export interface Service {
  readonly name: string;
  readonly theirs: ClientClass;
  readonly ours: ClientClass;
  readonly command: CommandClass;
  readonly ourCommand: CommandClass;
}

/** Each command that a stand-in has, beside the SDK's. */
export const COMMANDS: readonly Service[] = [
  ...pairs('DynamoDBClient', dynamoDb, ourDynamoDb),
  ...pairs('SQSClient', sqs, ourSqs),
  ...pairs('EventBridgeClient', eventBridge, ourEventBridge),
  ...pairs('OrganizationsClient', organizations, ourOrganizations),
  ...pairs('ResourceGroupsTaggingAPIClient', tagging, ourTagging),
  ...pairs('STSClient', sts, ourSts),
  ...pairs('CloudFormationClient', cloudFormation, ourCloudFormation),
];

function pairs(client: string, theirs: object, ours: object): Service[] {
  const [all, own] = [theirs as Record<string, unknown>, ours as Record<string, unknown>];
  const names = Object.keys(own).filter((name) => name.endsWith('Command'));
  return names.map((name) => ({
    name: `${client} ${name}`,
    theirs: all[client] as ClientClass,
    ours: own[client] as ClientClass,
    command: all[name] as CommandClass,
    ourCommand: own[name] as CommandClass,
  }));
}

/** The one command of that name, of the client where several have one. */
export function commandNamed(name: string): Service {
  const found = COMMANDS.filter((command) => command.name.split(' ').includes(name));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} commands are called ${name}`);
  return only;
}
