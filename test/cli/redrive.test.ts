import {
  DeleteQueueCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { queueArn, until } from '../journeys/sweep-stage';
import { HubStage } from './hub-stage';

let hub: HubStage;
let sqs: SQSClient;

const SETTLE = 'partsweep-settle-dead-letters';
const SWEEP = 'partsweep-sweep-dead-letters';
const ACCOUNT = 'partsweep-account-dead-letters';
const UNDELIVERED = 'partsweep-undelivered-events';

beforeAll(async () => {
  hub = await HubStage.open();
  const { cloud } = hub.stage;
  sqs = new SQSClient({ endpoint: cloud.endpoint, region: hub.region, credentials: cloud.administrator(hub.hub) });
  hub.seed(hub.account(1), ['orders-1']);
}, 600_000);
afterEach(async () => {
  for (const name of [SETTLE, SWEEP, ACCOUNT, UNDELIVERED])
    await sqs.send(new PurgeQueueCommand({ QueueUrl: await url(name) }));
});
afterAll(async () => {
  sqs.destroy();
  await hub.stop();
});

jest.setTimeout(600_000);

async function url(name: string): Promise<string> {
  return (await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl ?? '';
}

async function bury(queue: string, body: string, attributes: Readonly<Record<string, string>> = {}): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: await url(queue),
      MessageBody: body,
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      ),
    }),
  );
}

function dead(queue: string): number {
  const { visible, inFlight } = hub.stage.cloud.sqs.inspect(queueArn(hub.stage, queue));
  // what is looked at is given back
  expect(inFlight).toBe(0);
  return visible;
}

function settleMessage(bucket: string): string {
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const place = { account: hub.account(1), region: hub.region, bucket };
  return JSON.stringify({ version: 1, ...place, digest: 'none', sightedAt: at, firstSightedAt: at });
}

test('says that there are none', async () => {
  const { status, stdout } = await hub.run(['redrive']);
  expect(stdout).toBe('no dead letters\n');
  expect(status).toBe(0);
});

test('lists dead letters with their reasons and what to do, and leaves them where they are', async () => {
  await bury(SETTLE, settleMessage('orders-1'), { reasonCode: 'role-not-assumable', reasonText: 'no \u202erole' });
  await bury(SETTLE, 'junk\u202e');
  await bury(UNDELIVERED, '{"detail-type":"x"}', { ERROR_CODE: 'NO_PERMISSIONS', ERROR_MESSAGE: 'denied' });
  const { status, stdout, stderr } = await hub.run(['redrive']);
  expect(stdout).toMatch(/^3 dead letters\n/);
  expect(stdout).toContain('settle  1 dead letter  role-not-assumable: no \\u{202e}role\n');
  expect(stdout).toContain('what to do: see whether the role stack set reached the account');
  expect(stdout).toContain(`  s3://orders-1 (${hub.account(1)}, eu-central-1), `);
  expect(stdout).toContain('no-reason: SQS gave it up: the function crashed on it each time');
  expect(stdout).toContain('  text: junk\\u{202e}');
  expect(stdout).toContain('undelivered  1 dead letter  NO_PERMISSIONS: denied');
  expect(stdout).toContain('cannot be sent back, for its queue is not known');
  expect(stderr).toContain('partsweep redrive --all');
  expect(status).toBe(1);
  expect([SETTLE, UNDELIVERED].map(dead)).toEqual([2, 1]);
});

test('sends back those with one reason once it is told to, and no others', async () => {
  await bury(SETTLE, settleMessage('orders-1'), { reasonCode: 'role-not-assumable', reasonText: 'no role' });
  await bury(SETTLE, 'junk');
  const dry = await hub.run(['redrive', '--reason', 'role-not-assumable']);
  expect(dry.stdout).toMatch(/^2 dead letters, 1 would be sent back\n/);
  expect(dry.stdout).toContain('would go back to partsweep-settle: s3://orders-1');
  expect(dry.stderr).toContain('Nothing was sent. Do it by the same command with --yes.');
  expect(dry.status).toBe(1);
  expect(dead(SETTLE)).toBe(2);

  const { status, stdout } = await hub.run(['redrive', '--reason', 'role-not-assumable', '--yes']);
  expect(stdout).toMatch(/^2 dead letters, 1 sent back\n/);
  expect(status).toBe(1);
  expect(dead(SETTLE)).toBe(1);
  await until('orders-1 to be covered', async () =>
    hub.stage.outcomes('orders-1').find(({ verdict }) => verdict === 'applied'),
  );
});

test('goes through more letters than one call gives, and each goes back to its queue', async () => {
  for (let index = 0; index < 12; index += 1) {
    await bury(SWEEP, JSON.stringify({ version: 1, kind: 'progress', run: `run-${index}` }));
  }
  const event = JSON.stringify({ version: 1, kind: 'progress', run: null });
  await bury(UNDELIVERED, event, { ERROR_CODE: 'THROTTLING', TARGET_ARN: queueArn(hub.stage, 'partsweep-sweep') });
  await bury(UNDELIVERED, event, { ERROR_CODE: 'THROTTLING', TARGET_ARN: 'arn:aws:sqs:eu-central-1:1:somebody-elses' });
  const { status, stdout } = await hub.run(['redrive', '--all', '--yes', '--json']);
  const { complete, letters } = JSON.parse(stdout) as {
    complete: boolean;
    letters: { queue: string; fate: string; target: string }[];
  };
  expect(complete).toBe(true);
  expect(letters.filter(({ queue, fate }) => queue === 'sweep' && fate === 'redriven')).toHaveLength(12);
  expect(
    letters
      .filter(({ queue }) => queue === 'undelivered')
      .map(({ fate, target }) => [fate, target])
      .sort(),
  ).toEqual([
    ['left', null],
    ['redriven', 'partsweep-sweep'],
  ]);
  expect(status).toBe(1);
  expect([SWEEP, UNDELIVERED].map(dead)).toEqual([0, 1]);
});

test('refuses --yes without saying which', async () => {
  const { status, stderr } = await hub.run(['redrive', '--yes']);
  expect(stderr).toContain('--yes goes with --all, --reason <code> or --queue <name>');
  expect(status).toBe(2);
});

test('keeps a dead letter whose queue does not take it', async () => {
  await bury(ACCOUNT, JSON.stringify({ version: 1, run: 'over', account: hub.account(1), step: 1 }));
  await sqs.send(new DeleteQueueCommand({ QueueUrl: await url('partsweep-accounts') }));
  const { status, stdout } = await hub.run(['redrive', '--queue', 'account', '--yes']);
  expect(stdout).toMatch(/^1 dead letter, 1 could not be sent back\n/);
  expect(stdout).toContain('could not be sent back (QueueDoesNotExist: ');
  expect(status).toBe(1);
  expect(dead(ACCOUNT)).toBe(1);
});
