import {
  type CallAs,
  CreateStackCommand,
  CreateStackSetCommand,
  DeleteStackCommand,
  DeleteStackSetCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { type Account, tagList } from './account';
import { makeQueue } from './account-questions';
import { NotVerifiable, type Question, refusalOf } from './question';

/** How long a stack may take, in seconds, and how long a new role may take until it can be assumed, in tries of five seconds. */
const STACK_SECONDS = 600;
const ROLE_TRIES = 12;

export const STACK_QUESTIONS: readonly Question[] = [
  {
    uncertain:
      "Whether a rule's target takes a JSON path as the message group of a standard queue (`SqsParameters.MessageGroupId: $.account`)",
    makes: ['a queue, and a stack with a rule on the default bus that has it as its target'],
    async ask(account) {
      const { arn } = await makeQueue(account, 'grouped');
      const answered = await refusalOf(() => makeStack(account, 'grouped', groupTemplate(account, arn)), 'taken');
      return {
        answered,
        holds: answered === 'taken' ? 'a rule may group by account' : 'only the sweep groups its messages',
      };
    },
  },
  {
    uncertain: 'The form of the stack set ARN in `AutoDeployment.DependsOn`',
    makes: ['two service-managed stack sets without instances'],
    async ask(account) {
      const { organizations } = account.clients();
      const { Organization } = await organizations.send(new DescribeOrganizationCommand({}));
      const management = Organization?.MasterAccountId;
      const callAs = management === account.id ? 'SELF' : 'DELEGATED_ADMIN';
      const first = await makeStackSet(account, 'first', callAs);
      const arn = `arn:aws:cloudformation:${account.region}:${management}:stackset/${first}`;
      const second = () => makeStackSet(account, 'second', callAs, [arn]);
      const answered = await refusalOf(second, `taken: ${arn}`);
      return { answered, holds: answered.startsWith('taken') ? 'the ARN is right' : 'another form has to be found' };
    },
  },
  {
    uncertain: 'Whether `aws:ResourceOrgID` is filled in for `sts:AssumeRole`',
    makes: ['a stack with two IAM roles, of which one may assume the other and nothing else'],
    async ask(account) {
      const names = { caller: `${account.prefix}-caller`, target: `${account.prefix}-target` };
      await makeStack(account, 'roles', rolesTemplate(account, names));
      const { sts } = account.clients();
      const RoleArn = (name: string) => `arn:aws:iam::${account.id}:role/${name}`;
      const session = { RoleSessionName: 'partsweep-verify' };
      const inside = new AssumeRoleCommand({ ...session, RoleArn: RoleArn(names.caller) });
      const { Credentials } = await patiently(account, () => sts.send(inside));
      const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
      const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
      const second = new STSClient({ region: account.region, credentials, maxAttempts: 1 });
      const assume = new AssumeRoleCommand({ ...session, RoleArn: RoleArn(names.target) });
      const answered = await refusalOf(() => patiently(account, () => second.send(assume)), 'assumed');
      second.destroy();
      return {
        answered,
        holds:
          answered === 'assumed'
            ? 'the condition holds'
            : 'the condition has to go, or the account is in no organization',
      };
    },
  },
  {
    uncertain: 'Whether a rate schedule without a start date runs at once or after its first interval',
    makes: ['a queue, and a stack with a schedule and its IAM role'],
    async ask(account) {
      const { url, arn } = await makeQueue(account, 'scheduled');
      const begun = Date.now();
      await makeStack(account, 'schedule', scheduleTemplate(account, arn));
      const receive = new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 });
      while (Date.now() < begun + account.waitSeconds * 1000 && !account.signal.aborted) {
        const { Messages = [] } = await account.clients().sqs.send(receive);
        if (Messages.length > 0) {
          const seconds = Math.round((Date.now() - begun) / 1000);
          return { answered: `rate(5 minutes) ran first after ${seconds} s`, holds: 'either is right' };
        }
      }
      throw new NotVerifiable(`it did not run within ${account.waitSeconds} s`);
    },
  },
];

async function makeStackSet(account: Account, base: string, CallAs: CallAs, DependsOn?: string[]): Promise<string> {
  const { cloudFormation } = account.clients();
  const StackSetName = `${account.prefix}-${base}`;
  const create = new CreateStackSetCommand({
    StackSetName,
    PermissionModel: 'SERVICE_MANAGED',
    CallAs,
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false, DependsOn },
    TemplateBody: JSON.stringify({ Resources: { Nothing: { Type: 'AWS::CloudFormation::WaitConditionHandle' } } }),
    Tags: tagList(account),
  });
  const { StackSetId = '' } = await account.created.make(
    `stack set ${StackSetName}`,
    () => cloudFormation.send(create),
    () => cloudFormation.send(new DeleteStackSetCommand({ StackSetName, CallAs })),
  );
  return StackSetId;
}

async function makeStack(account: Account, base: string, template: object): Promise<void> {
  const { cloudFormation } = account.clients();
  const StackName = `${account.prefix}-${base}`;
  const create = new CreateStackCommand({
    StackName,
    TemplateBody: JSON.stringify(template),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    Tags: tagList(account),
  });
  const wait = { client: cloudFormation, maxWaitTime: STACK_SECONDS };
  await account.created.make(
    `stack ${StackName}`,
    () => cloudFormation.send(create),
    async () => {
      await cloudFormation.send(new DeleteStackCommand({ StackName }));
      await waitUntilStackDeleteComplete(wait, { StackName });
    },
  );
  await waitUntilStackCreateComplete({ ...wait, abortSignal: account.signal }, { StackName });
}

/** A new role can be assumed some seconds after it was made. */
async function patiently<T>(account: Account, call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (tries === ROLE_TRIES || account.signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5_000));
    }
  }
}

function rolesTemplate({ id }: Account, { caller, target }: { readonly caller: string; readonly target: string }) {
  const arn = `arn:aws:iam::${id}:role/${target}`;
  // `*` is none of an organization's IDs: an absent key fails it, as it would fail the hub's own condition
  const condition = { StringLike: { 'aws:ResourceOrgID': 'o-*' } };
  const assume = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn, Condition: condition };
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${id}:root` } };
  const document = (statement: object) => ({ Version: '2012-10-17', Statement: [statement] });
  const role = (RoleName: string, more: object = {}) => ({
    Type: 'AWS::IAM::Role',
    Properties: { RoleName, AssumeRolePolicyDocument: document(trust), ...more },
  });
  const Policies = [{ PolicyName: 'Assume', PolicyDocument: document(assume) }];
  return { Resources: { Caller: role(caller, { Policies }), Target: role(target) } };
}

function scheduleTemplate({ prefix }: Account, queueArn: string) {
  const document = (statement: object) => ({ Version: '2012-10-17', Statement: [statement] });
  const send = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn };
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'scheduler.amazonaws.com' } };
  const Policies = [{ PolicyName: 'Send', PolicyDocument: document(send) }];
  return {
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { RoleName: `${prefix}-schedule`, AssumeRolePolicyDocument: document(trust), Policies },
      },
      Schedule: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          Name: prefix,
          ScheduleExpression: 'rate(5 minutes)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: { Arn: queueArn, RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } },
        },
      },
    },
  };
}

function groupTemplate(account: Account, queueArn: string): object {
  return {
    Resources: {
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          Name: `${account.prefix}-grouped`,
          EventPattern: { source: [`${account.prefix}.none`] },
          Targets: [{ Id: 'queue', Arn: queueArn, SqsParameters: { MessageGroupId: '$.account' } }],
        },
      },
    },
  };
}
