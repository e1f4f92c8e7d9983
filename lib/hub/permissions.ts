import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { inventoryBucket, names, REPORT_PREFIX, roleArn, STATE_INDEX } from '../../core/contract/names';
import type { Settings } from '../../core/settings/settings';
import type { CentralBus } from './central-bus';
import type { Inventory } from './inventory';
import { type Permission, wildcard } from './permission';

/** To assume the member role: in every account of this organization, or in scope `account` in this one. */
export function actInAccounts(settings: Settings): Permission {
  const { path, scope } = settings;
  const { memberRole } = names(settings.qualifier);
  const sid = 'ActInAccounts';
  const actions = ['sts:AssumeRole'];
  if (scope === 'account') {
    const resources = [roleArn(Aws.PARTITION, Aws.ACCOUNT_ID, path, memberRole)];
    return { statement: new PolicyStatement({ sid, actions, resources }) };
  }
  return {
    statement: new PolicyStatement({
      sid,
      actions,
      resources: [roleArn(Aws.PARTITION, '*', path, memberRole)],
      conditions: { StringEquals: { 'aws:ResourceOrgID': settings.organizationId } },
    }),
    findings: {
      [wildcard(roleArn('<AWS::Partition>', '*', path, memberRole))]:
        'the member role by its name in every account, of this organization only (aws:ResourceOrgID)',
    },
  };
}

const WORK_OFF = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'ChangeMessageVisibility'] as const;

/** To work off a queue and to send to it, which is how a function goes on. */
export function takeFrom(sid: string, queue: Queue): Permission {
  return useQueue(sid, queue, [...WORK_OFF, 'SendMessage']);
}

/** To work off a queue, and nothing else. */
export function workOff(sid: string, queue: Queue): Permission {
  return useQueue(sid, queue, WORK_OFF);
}

function useQueue(sid: string, queue: Queue, operations: readonly string[]): Permission {
  return {
    statement: new PolicyStatement({
      sid,
      actions: operations.map((operation) => `sqs:${operation}`),
      resources: [queue.queueArn],
    }),
  };
}

export function sendTo(sid: string, ...queues: readonly Queue[]): Permission {
  return {
    statement: new PolicyStatement({
      sid,
      actions: ['sqs:SendMessage'],
      resources: queues.map(({ queueArn }) => queueArn),
    }),
  };
}

export function writeLog(logGroupName: string): Permission {
  const logGroup = (partition: string, region: string, account: string): string =>
    `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}:*`;
  return {
    statement: new PolicyStatement({
      sid: 'Log',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup(Aws.PARTITION, Aws.REGION, Aws.ACCOUNT_ID)],
    }),
    findings: {
      [wildcard(logGroup('<AWS::Partition>', '<AWS::Region>', '<AWS::AccountId>'))]:
        'the streams of its own log group, whose names Lambda makes up',
    },
  };
}

/** To use the inventory's table: items by key, and whatever else `operations` names. */
export function useTable({ table }: Inventory, ...operations: readonly ('Query' | 'BatchGetItem')[]): Permission {
  return {
    statement: new PolicyStatement({
      sid: 'UseInventory',
      actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', ...operations].map((name) => `dynamodb:${name}`),
      resources: [table.tableArn],
    }),
  };
}

/** To read the inventory page by page. */
export function readTable({ table }: Inventory): Permission {
  return {
    statement: new PolicyStatement({
      sid: 'ReadInventory',
      actions: ['dynamodb:Query'],
      resources: [table.tableArn],
    }),
  };
}

/** To ask the index by verdict, last visit and problem. */
export function queryIndex({ table }: Inventory): Permission {
  return {
    statement: new PolicyStatement({
      sid: 'QueryIndex',
      actions: ['dynamodb:Query'],
      resources: [`${table.tableArn}/index/${STATE_INDEX}`],
    }),
  };
}

/** To keep before-images that do not fit into an item, and to read them for an undo. */
export function keepImages({ qualifier, hubAccountId, homeRegion }: Settings): Permission {
  const images = (partition: string): string =>
    `arn:${partition}:s3:::${inventoryBucket(qualifier, hubAccountId, homeRegion)}/images/*`;
  return {
    statement: new PolicyStatement({
      sid: 'KeepImages',
      actions: ['s3:GetObject', 's3:PutObject'],
      resources: [images(Aws.PARTITION)],
    }),
    findings: {
      [wildcard(images('<AWS::Partition>'))]: 'images are named for the bucket and the write that they are of',
    },
  };
}

/** To write the report's files, part by part, and to abort what cannot be written whole; to read none. */
export function writeReports({ qualifier, hubAccountId, homeRegion }: Settings): Permission {
  const reports = (partition: string): string =>
    `arn:${partition}:s3:::${inventoryBucket(qualifier, hubAccountId, homeRegion)}/${REPORT_PREFIX}*`;
  return {
    statement: new PolicyStatement({
      sid: 'WriteReports',
      actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
      resources: [reports(Aws.PARTITION)],
    }),
    findings: { [wildcard(reports('<AWS::Partition>'))]: 'the files of the report, under their own prefix' },
  };
}

/** To tell of changed outcomes on the central bus, under our own source. */
export function tellOutcomes(settings: Settings, bus: CentralBus): Permission {
  return {
    statement: new PolicyStatement({
      sid: 'TellOutcomes',
      actions: ['events:PutEvents'],
      resources: [bus.busArn],
      conditions: { StringEquals: { 'events:source': settings.qualifier } },
    }),
  };
}
