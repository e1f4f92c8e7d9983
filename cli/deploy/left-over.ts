import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { bucketNames, busNames, queueNames, roleNames, ruleNames, tableNames } from '../../adapters/names-in-account';
import { activeStackSets, stackState } from '../../adapters/stack-states';
import { inventoryBucket, names, queueNamesOf, roleNamesOf, stackSetNames } from '../../core/contract/names';
import type { Look } from '../../core/doctor/check';
import type { Settings } from '../../core/settings/settings';
import { looked } from '../doctor/look';
import type { PlannedStack } from './assembly';
import type { OpenDeployment } from './deployment';

/** Something of ours that is still there. */
export interface LeftOver {
  readonly kind: 'stack' | 'stack set' | 'role' | 'rule' | 'bus' | 'queue';
  readonly name: string;
  readonly region: string;
  /** Why, where that is known. */
  readonly reason: string | null;
}

/** What outlives the stacks on purpose, and the command that removes it. */
export interface Kept {
  readonly kind: 'table' | 'bucket';
  readonly name: string;
  readonly remove: string;
}

export interface AfterDestroy {
  readonly left: readonly LeftOver[];
  readonly kept: readonly Kept[];
  /** What could not be looked at, and why. */
  readonly unseen: readonly { readonly what: string; readonly why: string; readonly permission: string | null }[];
}

/** Looks for what is left in the account of the credentials. Never throws. */
export async function afterDestroy({ settings, stacks, clients, isHub }: OpenDeployment): Promise<AfterDestroy> {
  const left: LeftOver[] = [];
  const kept: Kept[] = [];
  const unseen: AfterDestroy['unseen'][number][] = [];
  const see = async (what: string, permission: string, work: () => Promise<void>): Promise<void> => {
    const look: Look<void> = await looked(permission, work);
    if (look.kind === 'unseen') unseen.push({ what, why: look.why, permission: look.permission });
  };
  const found = (kind: LeftOver['kind'], region: string, all: readonly string[], ours: readonly string[]): void => {
    for (const name of all) if (ours.includes(name)) left.push({ kind, name, region, reason: null });
  };
  const { qualifier, homeRegion, regions, path, hubAccountId } = settings;
  const own = names(qualifier);

  await see('stacks', 'cloudformation:DescribeStacks', async () => {
    for (const stack of stacks) left.push(...(await leftStack(clients.cloudFormation(stack.region), stack)));
  });
  await see('roles', 'iam:ListRoles', async () => {
    const all = await roleNames(new IAMClient(clients.in(homeRegion)), path, qualifier);
    found('role', 'every Region', all, roleNamesOf(own));
  });
  for (const region of new Set([homeRegion, ...regions, ...stacks.map((stack) => stack.region)])) {
    const events = new EventBridgeClient(clients.in(region));
    await see(`rules in ${region}`, 'events:ListRules', async () => {
      const ours = [own.forwarderRule, own.stackForwarderRule, own.organizationForwarderRule];
      found('rule', region, await ruleNames(events, qualifier), ours);
    });
  }
  if (!isHub) return { left, kept, unseen };

  await see('stack sets', 'cloudformation:ListStackSets and cloudformation:ListStackInstances', async () => {
    left.push(...(await leftStackSets(settings, clients)));
  });
  await see('buses', 'events:ListEventBuses', async () => {
    found('bus', homeRegion, await busNames(new EventBridgeClient(clients.in(homeRegion)), qualifier), [own.bus]);
  });
  await see('queues', 'sqs:ListQueues', async () => {
    const all = await queueNames(new SQSClient(clients.in(homeRegion)), `${qualifier}-`);
    found('queue', homeRegion, all, queueNamesOf(own));
  });
  await see('the inventory', 'dynamodb:ListTables and s3:ListAllMyBuckets', async () => {
    const table = own.inventoryTable;
    const tables = await tableNames(new DynamoDBClient(clients.in(homeRegion)), table);
    const remove = `aws dynamodb delete-table --table-name ${table} --region ${homeRegion}`;
    if (tables.includes(table)) kept.push({ kind: 'table', name: table, remove });
    const bucket = inventoryBucket(qualifier, hubAccountId, homeRegion);
    const buckets = await bucketNames(new S3Client(clients.in(homeRegion)), bucket);
    if (buckets.includes(bucket)) {
      // it keeps versions, which docs/operations.md deletes in a loop
      kept.push({
        kind: 'bucket',
        name: bucket,
        remove: `aws s3api delete-bucket --bucket ${bucket}, once it is empty`,
      });
    }
  });
  return { left, kept, unseen };
}

async function leftStack(
  cloudFormation: Parameters<typeof stackState>[0],
  { name, region }: PlannedStack,
): Promise<readonly LeftOver[]> {
  const state = await stackState(cloudFormation, name);
  if (state === null) return [];
  return [{ kind: 'stack', name, region, reason: [state.status, state.statusReason].filter(Boolean).join(': ') }];
}

/** A stack set that could not take its stacks out stays, with those instances. */
async function leftStackSets(settings: Settings, clients: OpenDeployment['clients']): Promise<readonly LeftOver[]> {
  const fleet = clients.fleet(settings);
  if (fleet === undefined || settings.scope === 'account') return [];
  const { homeRegion, qualifier, regions, callAs } = settings;
  const active = await activeStackSets(clients.cloudFormation(homeRegion), callAs);
  const left: LeftOver[] = [];
  for (const name of stackSetNames(qualifier, regions).filter((each) => active.has(each))) {
    const page = await fleet.instances(name, null);
    const instances = page.kind === 'page' ? page.instances : [];
    const reasons = instances.map(
      ({ account, region, statusReason }) => `${account}, ${region}: ${statusReason ?? ''}`,
    );
    left.push({ kind: 'stack set', name, region: homeRegion, reason: reasons.join('; ') || null });
  }
  return left;
}
