import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetQueueUrlCommand, PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Check } from '../../core/doctor/check';
import { ask, queueArn, sweepToTheEnd } from '../journeys/sweep-stage';
import { HubStage } from './hub-stage';

let hub: HubStage;

beforeAll(async () => {
  hub = await HubStage.open();
}, 600_000);
afterAll(() => hub.stop());

jest.setTimeout(600_000);

interface Doctored {
  readonly status: number | null;
  readonly sums: Readonly<Record<string, number>>;
  readonly check: (id: string) => Check;
}

async function doctor(options: Parameters<HubStage['run']>[1] = {}): Promise<Doctored> {
  const { status, stdout } = await hub.run(['doctor', '--json'], options);
  const { sums, checks } = JSON.parse(stdout) as { sums: Record<string, number>; checks: readonly Check[] };
  const check = (id: string): Check => {
    const found = checks.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no check ${id}: there are ${checks.map((one) => one.id).join(', ')}`);
    return found;
  };
  return { status, sums, check };
}

/** A folder with other settings. */
function folderWith(change: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'partsweep-doctor-'));
  const { context } = JSON.parse(readFileSync(join(hub.folder, 'cdk.json'), 'utf8')) as {
    context: { partsweep: Record<string, unknown> };
  };
  writeFileSync(
    join(folder, 'cdk.json'),
    JSON.stringify({ context: { partsweep: { ...context.partsweep, ...change } } }),
  );
  return folder;
}

const NOTHING = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true' };

test('finds a deployment fine, and says what it could not look at, with how to do it by hand', async () => {
  const { status, sums, check } = await doctor();
  expect({ status, wrong: sums['wrong'] }).toEqual({ status: 0, wrong: 0 });
  for (const id of [
    'settings',
    'credentials',
    'hub-account',
    'region:eu-central-1',
    'organization',
    'delegated-administrator',
    'stack-set-quota',
    'stack:partsweep-hub',
    'stack:partsweep-fleet',
    'stack-set:partsweep-roles',
    'stack-set:partsweep-forwarder-eu-central-1',
    'roles',
    'fleet-problems',
    'queues',
    'dead-letters',
    'paused',
  ]) {
    expect(check(id)).toMatchObject({ standing: 'fine', remedy: null });
  }
  expect(check('trail')).toMatchObject({ standing: 'unknown', remedy: expect.stringContaining('aws cloudtrail') });
  // no sweep of everything yet, and no cross so soon after the deployment
  expect(check('last-sweep').standing).toBe('unknown');
  expect(check('bootstrap').standing).toBe('unknown');
});

test('sees the bootstrap stack with its version, and the sweep that has ended', async () => {
  await sweepToTheEnd(hub.stage);
  await hub.stage.cloud.stacks.deployStack({
    account: hub.hub,
    region: hub.region,
    stackName: 'CDKToolkit',
    template: {
      Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'bootstrap' } } },
      Outputs: { BootstrapVersion: { Value: '21' } },
    },
    capabilities: [],
    parameters: {},
  });
  const { check } = await doctor();
  expect(check('bootstrap')).toMatchObject({ standing: 'fine', text: 'CDKToolkit in eu-central-1, version 21' });
  expect(check('last-sweep').standing).toBe('fine');
});

test('prints ticks and crosses for people, the data on stdout alone and without colours', async () => {
  const { status, stdout, stderr } = await hub.run(['doctor']);
  expect(status).toBe(0);
  expect(stdout).toContain('✓ delegated administrator: ');
  expect(stdout).toContain('? organization trail: not checked');
  expect(stdout).not.toContain('\u001B');
  expect(stderr).toMatch(/^\d+ checks: \d+ fine, 0 wrong, \d+ could not be looked at\nnext: partsweep status\n$/);
});

describe('fails, with the command that mends it,', () => {
  const sqs = (): SQSClient =>
    new SQSClient({
      endpoint: hub.stage.cloud.endpoint,
      region: hub.region,
      credentials: hub.stage.cloud.administrator(hub.hub),
    });

  test('where there are dead letters, by their reasons, and takes none away', async () => {
    const client = sqs();
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'partsweep-settle-dead-letters' }));
    const StringValue = 'role-not-assumable';
    const MessageAttributes = { reasonCode: { DataType: 'String', StringValue } };
    for (const MessageBody of ['{}', '[]']) {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));
    }
    const { status, check } = await doctor();
    expect(status).toBe(1);
    expect(check('dead-letters')).toMatchObject({
      standing: 'wrong',
      text: '2 messages were given up',
      remedy: expect.stringContaining('partsweep redrive'),
      details: [expect.stringContaining('2 in settle, role-not-assumable')],
    });
    const queue = hub.stage.cloud.sqs.inspect(queueArn(hub.stage, 'partsweep-settle-dead-letters'));
    expect(queue).toMatchObject({ visible: 2, inFlight: 0 });
    await client.send(new PurgeQueueCommand({ QueueUrl }));
    client.destroy();
  });

  test('where writing is paused', async () => {
    const scope = { kind: 'account', id: hub.account(1) };
    await ask(hub.stage, { kind: 'pause', scope, by: 'ada', why: 'orders' });
    const { status, check } = await doctor();
    expect(status).toBe(1);
    expect(check('paused')).toMatchObject({ remedy: `partsweep resume --account ${hub.account(1)}` });
    expect(check('paused').details.join()).toContain('by ada: orders');
    await ask(hub.stage, { kind: 'resume', scope, by: 'ada' });
  });

  test('where nothing is deployed, and looks no further there', async () => {
    const cwd = folderWith({ qualifier: 'other' });
    const { status, check } = await doctor({ cwd });
    expect(status).toBe(1);
    expect(check('stack:other-hub')).toMatchObject({ standing: 'wrong', remedy: 'npx partsweep deploy' });
    expect(check('stack-set:other-roles')).toMatchObject({ standing: 'skipped', text: 'needs the deployment' });
    expect(check('queues')).toMatchObject({ standing: 'skipped', text: 'needs the deployment' });
    rmSync(cwd, { recursive: true });
  });

  test('where a Region of the settings was not deployed', async () => {
    const cwd = folderWith({ regions: ['eu-central-1', 'eu-west-1'] });
    const { status, check } = await doctor({ cwd });
    expect(status).toBe(1);
    expect(check('stack-set:partsweep-forwarder-eu-west-1')).toMatchObject({ text: 'there is no such stack set' });
    rmSync(cwd, { recursive: true });
  });

  test('with the credentials of another account, which may see less', async () => {
    const { status, check } = await doctor({ account: hub.account(1) });
    expect(status).toBe(1);
    expect(check('hub-account').standing).toBe('wrong');
    expect(check('organization').standing).toBe('fine');
    for (const [id, action] of [
      ['delegated-administrator', 'organizations:ListDelegatedAdministrators'],
      ['stack-set-quota', 'organizations:ListAccounts'],
    ] as const) {
      expect(check(id)).toMatchObject({ standing: 'unknown', text: expect.stringContaining(`needs ${action}`) });
    }
    expect(check('roles').standing).toBe('skipped');
  });

  test('without credentials', async () => {
    const { status, check, sums } = await doctor({ env: NOTHING });
    expect(status).toBe(1);
    expect(check('credentials')).toMatchObject({ standing: 'wrong', remedy: expect.stringContaining('aws sso login') });
    expect(sums['wrong']).toBe(1);
  });

  test('with settings of another organization', async () => {
    const cwd = folderWith({ organizationId: 'o-somebodyelses' });
    const { status, check } = await doctor({ cwd });
    expect(status).toBe(1);
    expect(check('organization').remedy).toContain('partsweep init --organization-id o-tour000001');
    rmSync(cwd, { recursive: true });
  });

  test('with no settings, or wrong ones', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'partsweep-doctor-'));
    const none = await doctor({ cwd: empty });
    expect(none.status).toBe(1);
    expect(none.check('settings')).toMatchObject({ text: 'there is no cdk.json', remedy: 'partsweep init' });
    const wrong = await doctor({ cwd: folderWith({ dayz: 3 }) });
    expect(wrong.status).toBe(1);
    expect(wrong.check('settings').details.join()).toContain('did you mean days?');
    rmSync(empty, { recursive: true });
  });
});

test('refuses a cdk.json that is cut off, as wrong use', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'partsweep-doctor-'));
  writeFileSync(join(cwd, 'cdk.json'), '{"context": {');
  const { status, stdout, stderr } = await hub.run(['doctor'], { cwd });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('is not JSON');
  rmSync(cwd, { recursive: true });
});
