import { type DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { type EventBridgeClient, ListEventBusesCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { type IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand, type S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { jsonAnswersOnly, xmlAnswersOnly } from './whole-answers';

// What is there by that name, in the client's account and Region. Every page is read; each throws what the SDK throws.

interface Page {
  readonly names: readonly (string | undefined)[] | undefined;
  readonly next: string | undefined;
}

async function all(prefix: string, page: (from: string | undefined) => Promise<Page>): Promise<readonly string[]> {
  const found: string[] = [];
  let from: string | undefined;
  do {
    const { names = [], next }: Page = await page(from);
    found.push(...names.flatMap((name) => (name?.startsWith(prefix) ? [name] : [])));
    from = next === '' ? undefined : next;
  } while (from !== undefined);
  return found;
}

/** Roles under `path`, which begins and ends with `/`. */
export function roleNames(iam: IAMClient, path: string, prefix: string): Promise<readonly string[]> {
  return all(prefix, async (Marker) => {
    const answer = await iam.send(xmlAnswersOnly(new ListRolesCommand({ PathPrefix: path, Marker })));
    return { names: answer.Roles?.map(({ RoleName }) => RoleName), next: answer.Marker };
  });
}

/** Rules on the default bus. */
export function ruleNames(events: EventBridgeClient, prefix: string): Promise<readonly string[]> {
  return all(prefix, async (NextToken) => {
    const answer = await events.send(jsonAnswersOnly(new ListRulesCommand({ NamePrefix: prefix, NextToken })));
    return { names: answer.Rules?.map(({ Name }) => Name), next: answer.NextToken };
  });
}

export function busNames(events: EventBridgeClient, prefix: string): Promise<readonly string[]> {
  return all(prefix, async (NextToken) => {
    const answer = await events.send(jsonAnswersOnly(new ListEventBusesCommand({ NamePrefix: prefix, NextToken })));
    return { names: answer.EventBuses?.map(({ Name }) => Name), next: answer.NextToken };
  });
}

export function queueNames(sqs: SQSClient, prefix: string): Promise<readonly string[]> {
  return all(prefix, async (NextToken) => {
    const answer = await sqs.send(
      jsonAnswersOnly(new ListQueuesCommand({ QueueNamePrefix: prefix, MaxResults: 1_000, NextToken })),
    );
    return { names: answer.QueueUrls?.map((url) => url.split('/').at(-1)), next: answer.NextToken };
  });
}

export function tableNames(dynamoDb: DynamoDBClient, prefix: string): Promise<readonly string[]> {
  return all(prefix, async (ExclusiveStartTableName) => {
    const answer = await dynamoDb.send(jsonAnswersOnly(new ListTablesCommand({ ExclusiveStartTableName })));
    return { names: answer.TableNames, next: answer.LastEvaluatedTableName };
  });
}

export function bucketNames(s3: S3Client, prefix: string): Promise<readonly string[]> {
  return all(prefix, async (ContinuationToken) => {
    const answer = await s3.send(xmlAnswersOnly(new ListBucketsCommand({ Prefix: prefix, ContinuationToken })));
    return { names: answer.Buckets?.map(({ Name }) => Name), next: answer.ContinuationToken };
  });
}
