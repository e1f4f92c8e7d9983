import {
  DescribeAccountCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
} from '@aws-sdk/client-organizations';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Account } from './account';
import { NotVerifiable, type Question, refusalOf } from './question';

/** Regions that are off in a new account. */
const OPT_IN = ['af-south-1', 'ap-east-1', 'ca-west-1', 'eu-south-1', 'il-central-1', 'me-south-1', 'mx-central-1'];

export const ACCOUNT_QUESTIONS: readonly Question[] = [
  {
    uncertain: 'Whether `Account.Paths` ends in a slash',
    makes: [],
    async ask(account) {
      const { organizations } = account.clients();
      const { Account: described } = await organizations.send(new DescribeAccountCommand({ AccountId: account.id }));
      const paths = (described as { readonly Paths?: readonly string[] } | undefined)?.Paths;
      if (paths === undefined) return { answered: 'no Paths', holds: 'the parents are walked' };
      return { answered: JSON.stringify(paths), holds: 'both forms are read' };
    },
  },
  {
    uncertain: 'Whether a delegated administrator may call `organizations:ListOrganizationalUnitsForParent`',
    makes: [],
    async ask(account) {
      const { organizations } = account.clients();
      const { Roots } = await organizations.send(new ListRootsCommand({}));
      const list = new ListOrganizationalUnitsForParentCommand({ ParentId: Roots?.[0]?.Id });
      const answered = await refusalOf(() => organizations.send(list), 'allowed');
      const holds = answered === 'allowed' ? 'one OU can be swept from this account' : 'only everything can be swept';
      return { answered, holds };
    },
  },
  {
    uncertain: 'What StackSets, S3 and STS answer for a Region that is off',
    makes: [],
    async ask(account) {
      for (const region of OPT_IN) {
        const { s3, sts } = account.clients(region);
        const ofS3 = await refusalOf(() => s3.send(new ListBucketsCommand({ MaxBuckets: 1 })), 'allowed');
        const ofSts = await refusalOf(() => sts.send(new GetCallerIdentityCommand({})), 'allowed');
        if (ofS3 === 'allowed' && ofSts === 'allowed') continue;
        const known = /^(InvalidAccessKeyId|InvalidToken|InvalidClientTokenId|RegionDisabledException)/;
        return {
          answered: `${region}: S3 ${ofS3}; STS ${ofSts}; StackSets was not asked`,
          holds: known.test(ofS3) ? 'the Region is read as off' : 'another code has to be read as a Region that is off',
        };
      }
      throw new NotVerifiable('every Region that was tried is on');
    },
  },
  {
    uncertain: 'Whether `sqs:StartMessageMoveTask` takes messages that a function put into the dead-letter queue',
    makes: ['two queues'],
    async ask(account) {
      const { sqs } = account.clients();
      const dead = await makeQueue(account, 'dead');
      const redrive = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 5 });
      const source = await makeQueue(account, 'source', { RedrivePolicy: redrive });
      await sqs.send(new SendMessageCommand({ QueueUrl: dead.url, MessageBody: 'put by hand' }));
      const start = new StartMessageMoveTaskCommand({ SourceArn: dead.arn });
      const answered = await refusalOf(() => sqs.send(start), 'started');
      if (answered !== 'started') return { answered, holds: 'redriving receives, sends and deletes' };
      const receive = new ReceiveMessageCommand({ QueueUrl: source.url, WaitTimeSeconds: 20 });
      const { Messages = [] } = await sqs.send(receive);
      return {
        answered: Messages.length > 0 ? 'started, and moved' : 'started, and moved nothing in 20 seconds',
        holds: Messages.length > 0 ? 'redriving could be left to it' : 'redriving receives, sends and deletes',
      };
    },
  },
];

/** A queue of the account's Region. */
export async function makeQueue(
  account: Account,
  base: string,
  attributes: Readonly<Record<string, string>> = {},
  region = account.region,
): Promise<{ readonly url: string; readonly arn: string }> {
  const { sqs } = account.clients(region);
  const QueueName = `${account.prefix}-${base}`;
  let url = '';
  const create = new CreateQueueCommand({ QueueName, Attributes: attributes, tags: account.tags });
  await account.created.make(
    `queue ${QueueName} in ${region}`,
    async () => {
      url = (await sqs.send(create)).QueueUrl ?? '';
    },
    async () => (url === '' ? undefined : sqs.send(new DeleteQueueCommand({ QueueUrl: url }))),
  );
  const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] });
  return { url, arn: (await sqs.send(asked)).Attributes?.['QueueArn'] ?? '' };
}
