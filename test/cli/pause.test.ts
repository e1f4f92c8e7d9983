import { calm, until } from '../journeys/sweep-stage';
import { HubStage } from './hub-stage';

let hub: HubStage;

beforeAll(async () => {
  hub = await HubStage.open({ pauseSeconds: 0 });
  hub.seed(hub.account(1), ['orders']);
}, 600_000);
afterAll(async () => hub.stop());

jest.setTimeout(600_000);

describe('pause', () => {
  test('refuses to pause without a reason', async () => {
    const { status, stderr } = await hub.run(['pause']);
    expect(stderr).toContain('--why <text> is missing');
    expect(status).toBe(2);
  });

  test.each([[''], ['x'.repeat(257)]])('refuses %j as a reason', async (why) => {
    const { status, stderr } = await hub.run(['pause', '--why', why]);
    expect(stderr).toContain('It must be a text of at most 256 characters.');
    expect(status).toBe(2);
  });

  test('says what is paused, what that means and how to end it', async () => {
    const { status, stdout, stderr } = await hub.run(['pause', '--account', hub.account(1), '--why', 'a\u202eb']);
    expect(stdout).toBe(`writing is paused for account ${hub.account(1)}: a\\u{202e}b\n`);
    expect(stderr).toContain('Within a minute nothing is written there any more');
    expect(stderr).toContain(`end it with: partsweep resume --account ${hub.account(1)}`);
    expect(status).toBe(0);
  });

  test('keeps the hub from writing, and status names who paused and why', async () => {
    await hub.run(['sweep', '--account', hub.account(1), '--watch']);
    expect(hub.stage.outcomes('orders').filter(({ verdict }) => verdict === 'applied')).toEqual([]);
    const { status, stdout } = await hub.run(['status']);
    expect(stdout).toMatch(
      new RegExp(`^paused {6}account ${hub.account(1)}, since \\S+, by \\S+/administrator: a\\\\u\\{202e\\}b$`, 'm'),
    );
    expect(stdout).toContain('needs a person');
    expect(status).toBe(1);
  });

  test('pauses everything beside it, as JSON', async () => {
    const { status, stdout, stderr } = await hub.run(['pause', '--why', 'all of it', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      kind: 'paused',
      scope: { kind: 'all' },
      by: `arn:aws:iam::${hub.hub}:user/administrator`,
      why: 'all of it',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('resume', () => {
  test('ends the pause of everything alone, begins a sweep and names what is still paused', async () => {
    const { status, stdout, stderr } = await hub.run(['resume']);
    expect(stdout).toBe('the pause of everything is over\n');
    expect(stderr).toMatch(/A sweep of everything has begun.* partsweep sweep --run \S+ --watch\n/);
    expect(stderr).toContain(`Still paused: account ${hub.account(1)}, since `);
    expect(status).toBe(0);
  });

  test('ends the pause of an account, and what was held up is written', async () => {
    const { stdout } = await hub.run(['resume', '--account', hub.account(1), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'resumed', was: true });
    await until('the rule in orders', async () =>
      hub.stage.outcomes('orders').find(({ verdict }) => verdict === 'applied'),
    );
    await calm(hub.stage);
  });

  test('says when there was no such pause', async () => {
    const { status, stdout } = await hub.run(['resume', '--ou', 'ou-abcd-12345678']);
    expect(stdout).toBe('there was no pause of all accounts below ou-abcd-12345678\n');
    expect(status).toBe(0);
  });

  test('refuses a bucket that nobody knows, and says how to name its place', async () => {
    const { status, stderr } = await hub.run(['resume', 's3://nobody-knows-it']);
    expect(stderr).toContain('the inventory does not know s3://nobody-knows-it');
    expect(stderr).toContain('--account and --bucket-region');
    expect(status).toBe(2);
  });

  test('refuses what no bucket can be called, and shows it harmlessly', async () => {
    const { status, stderr } = await hub.run(['resume', 'a\u001b[31m']);
    expect(stderr).toContain('"a\\u{1b}[31m" cannot be the name of a bucket');
    expect(status).toBe(2);
  });
});
