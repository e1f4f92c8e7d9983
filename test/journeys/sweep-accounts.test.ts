import { OrganizationsClient, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-organizations';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { createNewcomer } from '../../tour/newcomer';
import { Stage } from '../../tour/stage';
import { hubQueue } from './settle-queue';
import { calls, now } from './sweep-calls';
import { type InventoryItem, items, knownOutcome, runs } from './sweep-items';
import { beginSweep, calm, ended, progressOf, runBy, until } from './sweep-stage';

jest.setTimeout(600_000);

const HOME = 'eu-central-1';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({
    accounts: 3,
    // changes of the organization appear in us-east-1
    regions: [HOME, 'us-east-1'],
    settleSeconds: 1,
    settings: { deployToManagementAccount: true, retrySeconds: 4, maxTries: 2 },
  });
  await calm(stage);
}, 600_000);

afterAll(() => stage?.stop());

const member = (index = 1): string => stage.landscape.workloads[index]?.id ?? '';

async function accountItem(account: string): Promise<InventoryItem | undefined> {
  return (await items(stage)).find(({ pk, sk }) => pk === `account#${account}` && sk === 'account');
}

async function knownRuns(): Promise<ReadonlySet<string>> {
  return new Set((await runs(stage)).map(({ sk }) => sk));
}

async function organizations(
  act: (client: OrganizationsClient) => Promise<unknown>,
): Promise<{ readonly run: InventoryItem; readonly from: number }> {
  const before = await knownRuns();
  const from = now(stage);
  const client = new OrganizationsClient({
    endpoint: stage.cloud.endpoint,
    region: 'us-east-1',
    credentials: stage.cloud.administrator(stage.landscape.managementAccountId),
  });
  await act(client);
  client.destroy();
  const run = await runBy(stage, 'organization-event', before);
  await ended(stage, run.sk);
  return { run, from };
}

describe('the progress of a run', () => {
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: ['sts:AssumeRole'], Resource: ['*'] }],
  };
  let run: string;
  // no function has a session there, which would outlive the policy
  const unvisited = (): string => member(0);

  beforeAll(() => {
    const { organization } = stage.cloud;
    organization.untagResource(unvisited(), ['partsweep:exclude']);
    organization.tagResource(member(2), { 'partsweep:exclude': 'true' });
  });

  it('can be read while it runs: every account that was listed, and those that are still open', async () => {
    policy.Statement[0]?.Resource.splice(0, 1, `arn:aws:iam::${unvisited()}:role/partsweep-member`);
    stage.cloud.organization.attachServiceControlPolicy(stage.landscape.hub.id, 'no-role', policy);
    run = await beginSweep(stage);
    const progress = await until('an account that is tried again', async () => {
      const found = await progressOf(stage, null);
      return found.run.id === run && found.accounts.listed && found.accounts.open === 1 ? found : undefined;
    });

    expect(progress.run).toMatchObject({ id: run, trigger: 'operator', by: 'ada', finishedAt: null });
    // the hub, the log archive, the management account and two workloads; one workload is excluded
    expect(progress.accounts).toEqual({ listed: true, expected: 6, open: 1, done: 4, excluded: 1, failed: 0 });
  });

  it('names at the end the account whose role cannot be assumed, which also stands so itself', async () => {
    await ended(stage, run);
    const { accounts, failures, run: told } = await progressOf(stage, run);

    expect(told.finishedAt).toEqual(expect.any(String));
    expect(accounts).toEqual({ listed: true, expected: 6, open: 0, done: 4, excluded: 1, failed: 1 });
    expect(failures).toEqual([
      { account: unvisited(), reason: expect.objectContaining({ code: 'role-not-assumable' }) },
    ]);
    expect(await accountItem(unvisited())).toMatchObject({
      standing: { verdict: 'denied', reason: { code: 'role-not-assumable' } },
    });
  });

  it('can be mended by redriving the dead letter: the account is swept again', async () => {
    stage.cloud.organization.detachServiceControlPolicy(stage.landscape.hub.id, 'no-role');
    const before = await knownRuns();
    const letters = await hubQueue(stage, 'partsweep-account-dead-letters');
    const { Messages = [] } = await letters.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: letters.url, MessageAttributeNames: ['All'], MaxNumberOfMessages: 10 }),
    );
    expect(Messages.map(({ MessageAttributes }) => MessageAttributes?.['reasonCode']?.StringValue)).toEqual([
      'role-not-assumable',
    ]);
    const [letter] = Messages;
    expect(JSON.parse(letter?.Body ?? '')).toEqual({ version: 1, run, account: unvisited(), step: 0 });
    const accounts = await hubQueue(stage, 'partsweep-accounts');
    await accounts.sqs.send(new SendMessageCommand({ QueueUrl: accounts.url, MessageBody: letter?.Body }));
    await letters.sqs.send(new DeleteMessageCommand({ QueueUrl: letters.url, ReceiptHandle: letter?.ReceiptHandle }));
    accounts.sqs.destroy();
    letters.sqs.destroy();
    const again = await runBy(stage, 'operator', before);
    await ended(stage, again.sk);

    expect(again).toMatchObject({ scope: { kind: 'account', id: unvisited() }, by: 'ada' });
    expect((await progressOf(stage, again.sk)).accounts).toMatchObject({ expected: 1, done: 1, failed: 0 });
    expect(await accountItem(unvisited())).toMatchObject({ standing: { verdict: 'covered' } });
  });
});

describe('an account that joins', () => {
  it('is surveyed for the hint of its stack, and for one hint in ten minutes', async () => {
    const before = await knownRuns();
    const account = await createNewcomer(stage, 'newcomer', 'workloads/production');
    await calm(stage);
    const hinted = async () =>
      (await runs(stage)).filter(
        ({ sk, trigger, scope }) =>
          !before.has(sk) && trigger === 'stack' && (scope as { readonly id?: string }).id === account,
      );
    expect(await hinted()).toHaveLength(1);
    expect(await accountItem(account)).toMatchObject({ standing: { verdict: 'covered' } });

    const sweeps = await hubQueue(stage, 'partsweep-sweep');
    await sweeps.sqs.send(new SendMessageCommand({ QueueUrl: sweeps.url, MessageBody: stackEvent(account) }));
    sweeps.sqs.destroy();
    await calm(stage);
    expect(await hinted()).toHaveLength(1);
  });
});

describe('a change of the organization that can be seen', () => {
  const EXCLUDED = [{ Key: 'partsweep:exclude', Value: 'true' }];
  const BUCKET = 'in-and-out';
  const verdict = async () => (await knownOutcome(stage, member(), BUCKET))?.verdict;

  it('sweeps an account that was tagged, without a call to S3, and again when the tag goes', async () => {
    await stage.user(member(), HOME).create(BUCKET);
    await until('the rule', async () => ((await verdict()) === 'applied' ? true : undefined));
    const tagged = await organizations((client) =>
      client.send(new TagResourceCommand({ ResourceId: member(), Tags: EXCLUDED })),
    );

    expect(tagged.run).toMatchObject({ scope: { kind: 'account', id: member() } });
    expect(await verdict()).toBe('excluded');
    expect(calls(stage, tagged.from)).toEqual([]);
    await organizations((client) =>
      client.send(new UntagResourceCommand({ ResourceId: member(), TagKeys: ['partsweep:exclude'] })),
    );
    expect(await verdict()).toBe('covered');
  });

  it('sweeps the accounts below an OU that was tagged', async () => {
    const unit = stage.cloud.organization.organizationalUnitId('workloads/production');
    const tagged = await organizations((client) =>
      client.send(new TagResourceCommand({ ResourceId: unit, Tags: EXCLUDED })),
    );

    expect(tagged.run).toMatchObject({ scope: { kind: 'unit', id: unit } });
    expect(await verdict()).toBe('excluded');
    expect(await accountItem(member())).toMatchObject({
      standing: { verdict: 'excluded', reason: { code: 'excluded-by-ou-tag' } },
    });
  });

  it('sweeps an account that was moved out from below it', async () => {
    const { organization } = stage.cloud;
    const { MoveAccountCommand } = await import('@aws-sdk/client-organizations');
    const moved = await organizations((client) =>
      client.send(
        new MoveAccountCommand({
          AccountId: member(),
          SourceParentId: organization.organizationalUnitId('workloads/production'),
          DestinationParentId: organization.organizationalUnitId('workloads'),
        }),
      ),
    );

    expect(moved.run).toMatchObject({ scope: { kind: 'account', id: member() } });
    expect(await verdict()).toBe('covered');
  });
});

/** As EventBridge delivers it for a new stack of the home Region's stack set. */
function stackEvent(account: string): string {
  const name = 'StackSet-partsweep-forwarder-eu-central-1-0f2d2f5e-1111-4222-8333-444455556666';
  const stackId = `arn:aws:cloudformation:${HOME}:${account}:stack/${name}/11112222-3333-4444-5555-666677778888`;
  return JSON.stringify({
    version: '0',
    id: '11111111-2222-3333-4444-555555555555',
    'detail-type': 'CloudFormation Stack Status Change',
    source: 'aws.cloudformation',
    account,
    time: '2026-11-23T12:00:00Z',
    region: HOME,
    resources: [stackId],
    detail: { 'stack-id': stackId, 'status-details': { status: 'CREATE_COMPLETE', 'status-reason': '' } },
  });
}
