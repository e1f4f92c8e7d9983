import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Status } from '../../cli/operate/status';
import type { RunProgress } from '../../core/sweep/run';
import { calm } from '../journeys/sweep-stage';
import { HubStage } from './hub-stage';

let hub: HubStage;

beforeAll(async () => {
  hub = await HubStage.open({ maxTries: 2 });
}, 600_000);
afterAll(async () => hub.stop());

jest.setTimeout(600_000);

describe('sweep', () => {
  test('begins a sweep of everything, names its run and says how to watch it', async () => {
    const { status, stdout, stderr } = await hub.run(['sweep']);
    expect(stdout).toMatch(/^a sweep of everything has begun: \d{4}-\S+\n$/);
    const run = stdout.trim().split(' ').at(-1);
    expect(stderr).toBe(`watch it with: partsweep sweep --run ${run} --watch\n`);
    expect(status).toBe(0);
  });

  test('watches the sweep of one account to its end, and prints its progress as JSON', async () => {
    hub.seed(hub.account(1), ['orders-1', 'orders-2']);
    const { status, stdout, stderr } = await hub.run(['sweep', '--account', hub.account(1), '--watch', '--json']);
    const progress = JSON.parse(stdout) as RunProgress;
    expect(progress.run).toMatchObject({
      scope: { kind: 'account', id: hub.account(1) },
      task: 'sweep',
      by: `arn:aws:iam::${hub.hub}:user/administrator`,
    });
    expect(progress.accounts).toEqual({ listed: true, expected: 1, open: 0, done: 1, excluded: 0, failed: 0 });
    // the survey counts a bucket as waiting; its settling, which may be over first, counts it anew
    const { waiting = 0, applied = 0, ...other } = progress.buckets;
    expect({ buckets: waiting + applied, other }).toEqual({ buckets: 2, other: {} });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('sums up a watched sweep for people', async () => {
    const { status, stdout, stderr } = await hub.run(['sweep', '--watch', '--qualifier', 'partsweep']);
    expect(stdout).toMatch(/^sweep of everything, run \S+\naccounts {2}6 expected: 4 done, 2 excluded\nbuckets /);
    expect(stderr).toContain('next: partsweep status --qualifier partsweep');
    expect(status).toBe(0);
  });

  test('stops watching at Ctrl-C, says that the sweep goes on, and ends with status 130', async () => {
    let interrupted = false;
    const stopped = await hub.run(['sweep', '--watch'], {
      watch: (output, kill) => {
        if (!interrupted && output.includes('has begun')) kill('SIGINT');
        interrupted ||= output.includes('has begun');
      },
    });
    expect(stopped.stderr).toContain('the sweep goes on by itself. Watch it again with: partsweep sweep --run ');
    expect(stopped.stdout).toContain('sweep of everything, run ');
    expect(stopped.status).toBe(130);
  });

  test.each([
    [['--account', '12'], 'It must be the ID of an account: twelve digits.'],
    [['--ou', 'r-abcd'], 'It must be the ID of an organizational unit'],
    [['--account', '111111111111', '--ou', 'ou-abcd-12345678'], 'cannot be used with option'],
  ])('refuses %j', async (args, words) => {
    const { status, stdout, stderr } = await hub.run(['sweep', ...args]);
    expect(stderr).toContain(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('refuses a run that there is not', async () => {
    const { status, stderr } = await hub.run(['sweep', '--run', 'none']);
    expect(stderr).toBe(
      'partsweep: there is no run "none": runs are kept for 90 days\nWhat to do: see the newest ones with partsweep status.\n',
    );
    expect(status).toBe(2);
  });

  test('ends with status 1 when accounts failed, and names them with the reason', async () => {
    await calm(hub.stage);
    hub.stage.cloud.s3.failNext(
      { operation: 'ListBuckets' },
      { code: 'AccessDenied', message: 'Access Denied', status: 403 },
      2,
    );
    const { status, stdout } = await hub.run(['sweep', '--account', hub.account(2), '--watch']);
    expect(stdout).toContain('1 failed');
    expect(stdout).toContain(`  ${hub.account(2)}  the buckets of the account could not be listed`);
    expect(stdout).toContain('what to do: let the member role do s3:ListAllMyBuckets');
    expect(status).toBe(1);
  });
});

describe('which hub', () => {
  test('refuses credentials of another account than the hub, and says which it must be', async () => {
    const { status, stderr } = await hub.run(['sweep'], { account: hub.account(1) });
    expect(stderr).toContain(`credentials of account ${hub.account(1)}, and the hub is in ${hub.hub} (cdk.json)`);
    expect(stderr).toContain(`What to do: use credentials of account ${hub.hub}`);
    expect(status).toBe(2);
  });

  test.each([
    ['sweep', 'asking other-start-sweep'],
    ['status', "using the hub's queues"],
    ['redrive', "using the hub's queues"],
  ])('refuses a deployment that is not there: %s', async (command, what) => {
    const { status, stderr } = await hub.run([command, '--qualifier', 'other']);
    expect(stderr).toContain(`${what}: there is no deployment other in account ${hub.hub}, Region eu-central-1`);
    expect(status).toBe(2);
  });

  test('refuses to guess where there are no settings', async () => {
    const { status, stderr } = await hub.run(['status'], { cwd: tmpdir() });
    expect(stderr).toContain('there is no cdk.json here');
    expect(stderr).toContain('--qualifier');
    expect(status).toBe(2);
  });

  test('refuses wrong settings, and names key and remedy', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'partsweep-cli-')), 'wrong.json');
    writeFileSync(file, JSON.stringify({ context: { partsweep: { scope: 'organization', hubAccount: '1' } } }));
    const { status, stderr } = await hub.run(['status', '--config', file]);
    expect(stderr).toContain('hubAccount is "1": is not a setting: did you mean hubAccountId?');
    expect(status).toBe(2);
  });

  test('refuses to go on without credentials, and says how to log in', async () => {
    const { status, stderr } = await hub.run(['status'], {
      env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true', HOME: tmpdir() },
    });
    expect(stderr).toContain('partsweep: asking who you are: there are no credentials');
    expect(stderr).toContain('What to do: log in');
    expect(status).toBe(2);
  });
});

describe('status', () => {
  test('shows coverage as one figure, the last sweep, the queues and what needs a person', async () => {
    await calm(hub.stage);
    const { status, stdout, stderr } = await hub.run(['status']);
    expect(stdout).toMatch(/^coverage {4}100%: 3 of 3 buckets/m);
    expect(stdout).toMatch(/^last sweep {2}ended \d+ (second|minute)s? ago/m);
    expect(stdout).toContain('paused      no');
    expect(stdout).toContain('dead        partsweep-account-dead-letters 1: see partsweep redrive');
    expect(stdout).toContain('1 accounts that could not be looked through');
    expect(stdout).toContain(`${hub.account(2)} (workload-3)  the buckets of the account could not be listed`);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  });

  test('is fine once nothing needs a person', async () => {
    await hub.run(['redrive', '--all', '--yes']);
    await calm(hub.stage);
    const { status, stdout } = await hub.run(['status', '--json']);
    const document = JSON.parse(stdout) as Status;
    expect(document.coverage).toMatchObject({ covered: 3, total: 3 });
    expect(document.accounts).toEqual({ known: 6, neverVisited: 0, left: 0 });
    expect(document.coverage.history.at(-1)).toMatchObject({ at: expect.stringMatching(/^20/), total: 3 });
    expect(document.needsPerson.failedAccounts).toEqual({ count: 0, first: [] });
    expect(document.lastSweep?.scope).toEqual({ kind: 'all' });
    expect(document.underWay).toEqual([]);
    expect(status).toBe(0);
  });

  test('names denied buckets, ten unless all are asked for', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `audit-${index}`);
    hub.seed(hub.stage.landscape.logArchive.id, names);
    await hub.run(['sweep', '--watch', '--account', hub.stage.landscape.logArchive.id]);
    await calm(hub.stage);
    const { status, stdout } = await hub.run(['status']);
    expect(stdout).toContain('12 denied buckets');
    expect(stdout.match(/s3:\/\/audit-/g)).toHaveLength(10);
    expect(stdout).toContain('  and 2 more');
    expect(stdout).toContain('all of them: partsweep status --all');
    expect(status).toBe(1);
    const all = await hub.run(['status', '--all']);
    expect(all.stdout.match(/s3:\/\/audit-/g)).toHaveLength(12);
  });
});
