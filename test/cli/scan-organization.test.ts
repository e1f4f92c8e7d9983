import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ourConfigurationXml } from '../../core/lifecycle/xml';
import type { Cloud } from '../../sandbox/cloud';
import { BucketUser } from '../../tour/bucket-user';
import {
  actionsSince,
  giveRole,
  loggedIn,
  MANAGEMENT,
  ORGANIZATION,
  REGION,
  ROLE,
  scan,
  startOrganization,
  startScan,
} from './scanned-organization';

const ACCOUNTS = Array.from({ length: 20 }, (_, index) => `3000000000${String(index + 1).padStart(2, '0')}`);
const [FIRST = '', SECOND = '', THIRD = ''] = ACCOUNTS;
const BUCKETS_EACH = 100;
/** For 2,000 buckets, on a machine that is busy with other things. */
const PATIENCE_MS = 180_000;

interface Row {
  readonly account: string;
  readonly bucket: string | null;
  readonly verdict: string;
  readonly reason: { readonly code: string };
}

interface Document {
  readonly organization: string;
  readonly totals: { readonly accounts: unknown; readonly buckets: number; readonly verdicts: Record<string, number> };
  readonly accounts: readonly {
    readonly account: string;
    readonly name: string;
    readonly state: string;
    readonly buckets: number;
  }[];
  readonly buckets: readonly Row[];
}

async function fill(cloud: Cloud): Promise<void> {
  for (const account of ACCOUNTS) {
    const names = Array.from({ length: BUCKETS_EACH }, (_, index) => `data-${account}-${index}`);
    cloud.s3.seedBuckets(account, REGION, names, new Date('2020-01-01'));
  }
  const credentials = cloud.administrator(SECOND);
  const user = new BucketUser({ endpoint: cloud.endpoint, account: SECOND, region: REGION, credentials });
  await user.writeLifecycle(`data-${SECOND}-0`, { xml: ourConfigurationXml(7) });
}

describe('partsweep scan of an organization', () => {
  let cloud: Cloud;
  let env: Record<string, string>;
  let folder: string;

  beforeAll(async () => {
    const accounts = ACCOUNTS.map((id) => ({
      id,
      name: id === FIRST ? '\u001b[31mred\u202e' : `workload ${id.slice(-2)}`,
    }));
    cloud = await startOrganization(accounts, { without: [THIRD] });
    env = loggedIn(cloud, MANAGEMENT);
    await fill(cloud);
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scan-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  afterAll(() => cloud.stop());

  it(
    'goes through 2,000 buckets in 20 accounts, one of which has no role',
    async () => {
      const { status, stdout, stderr } = await scan(['--organization', '--json'], env);
      expect(stderr).toBe('');
      expect(status).toBe(1);
      const document = JSON.parse(stdout) as Document;
      expect(document.organization).toBe(ORGANIZATION);
      expect(document.totals).toMatchObject({
        // the management account among them, which has no bucket
        accounts: { seen: 20, excluded: 0, failed: 1 },
        buckets: 1_900,
        verdicts: { covered: 1, 'would-apply': 1_899 },
      });
      const own = document.buckets.filter(({ bucket }) => bucket === null);
      expect(own).toMatchObject([{ account: THIRD, verdict: 'denied', reason: { code: 'role-not-assumable' } }]);
      expect(document.accounts.map(({ account }) => account).sort()).toEqual([MANAGEMENT, ...ACCOUNTS].sort());
    },
    PATIENCE_MS,
  );

  it('assumes roles, and else calls nothing but reads', async () => {
    const before = cloud.trace.entries().length;
    await scan(['--organization', '--uploads', '--account', FIRST, '--account', SECOND], env);
    const actions = [...actionsSince(cloud, before)].filter(
      (action) => !/^[a-z0-9-]+:(Get|List|Describe)/.test(action),
    );
    expect(actions).toEqual(['sts:AssumeRole']);
  });

  it('shows sums by account, and names of others without what could steer a terminal', async () => {
    const { status, stdout, stderr } = await scan(['--organization', '--account', FIRST, '--account', THIRD], env);
    expect(status).toBe(1);
    expect(stdout).toContain(`Organization ${ORGANIZATION}, 2 accounts: 100 buckets`);
    expect(stdout).toContain('… and 51 more: all of them are in --format csv, json or ocsf');
    expect(stdout).toContain('(the account)');
    expect(stdout).toContain('red');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('\u202e');
    expect(stderr).toContain(`see that ${ROLE} is in the account and trusts account ${MANAGEMENT}`);
  });

  it('leaves out accounts that it is told to', async () => {
    const others = [MANAGEMENT, ...ACCOUNTS.filter((id) => id !== FIRST && id !== SECOND)];
    const { stdout } = await scan(
      ['--organization', '--json', ...others.flatMap((id) => ['--exclude-account', id])],
      env,
    );
    const { totals } = JSON.parse(stdout) as Document;
    expect(totals).toMatchObject({ accounts: { seen: 2, excluded: 0, failed: 0 }, buckets: 2 * BUCKETS_EACH });
  });

  it('tries accounts again that it could not look into, and not the others, when it goes on', async () => {
    const state = join(folder, 'scan.jsonl');
    const other = '300000000099';
    cloud.organization.createAccount('late', undefined, {}, { id: other });
    const args = ['--organization', '--account', FIRST, '--account', other, '--json'];
    expect((await scan([...args, '--state', state], env)).status).toBe(1);
    await giveRole(cloud, other);
    const before = cloud.trace.entries().length;
    const { stdout, status } = await scan([...args, '--resume', state], env);
    expect(status).toBe(1);
    const document = JSON.parse(stdout) as Document;
    expect(document.totals).toMatchObject({ accounts: { seen: 2, failed: 0 }, buckets: BUCKETS_EACH });
    expect(actionsSince(cloud, before)).not.toContain('s3:GetBucketLifecycleConfiguration');
  });

  it(
    'is stopped by Ctrl-C with what was done, and goes on from there',
    async () => {
      const some = ACCOUNTS.filter((id) => id !== THIRD).slice(0, 7);
      const args = ['--organization', ...some.flatMap((id) => ['--account', id])];
      const running = startScan(args, env, folder);
      // a good half of the buckets are read
      const stopped = await new Promise<ReturnType<typeof startScan>['ended']>((resolve) => {
        let seen = 0;
        const end = cloud.trace.listen((entry) => {
          if (entry.kind !== 'call' || entry.action !== 's3:GetBucketTagging') return;
          seen += 1;
          if (seen !== 4 * BUCKETS_EACH) return;
          end();
          running.process.kill('SIGINT');
          resolve(running.ended);
        });
      });
      expect(stopped.status).toBe(130);
      expect(stopped.stdout).toBe('');
      expect(stopped.stderr).toMatch(/^Stopped: \d+ of 7 accounts done, [\d,]+ buckets looked at\.$/m);
      const [file = ''] = readdirSync(folder);
      expect(stopped.stderr).toContain(`Next: partsweep scan ${args.join(' ')} --resume ${file}`);
      const done = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n').length - 1;
      expect(done).toBeGreaterThan(0);

      const before = cloud.trace.entries().length;
      const { stdout } = await scan([...args, '--resume', file, '--json'], env, folder);
      const all = some.length * BUCKETS_EACH;
      expect((JSON.parse(stdout) as Document).totals.buckets).toBe(all);
      const read = cloud.trace.entries().slice(before);
      const reads = read.filter(
        (entry) => entry.kind === 'call' && entry.action === 's3:GetBucketLifecycleConfiguration',
      );
      expect(reads.length).toBeLessThan(all);
    },
    PATIENCE_MS,
  );

  it('leaves out the last line of a state file where that is cut off, and says so', async () => {
    const state = join(folder, 'scan.jsonl');
    const args = ['--organization', '--account', FIRST, '--account', SECOND];
    await scan([...args, '--state', state], env);
    const whole = readFileSync(state, 'utf8');
    writeFileSync(state, whole.slice(0, -20));
    const { stderr, status } = await scan([...args, '--resume', state], env);
    expect(status).toBe(1);
    expect(stderr).toContain('The last line of the state file was cut off');
    const lines = readFileSync(state, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { account?: string }).account).sort()).toEqual([
      FIRST,
      SECOND,
      undefined,
    ]);
  });

  it('refuses the state file of another scan or of a newer version, and leaves it as it is', async () => {
    const state = join(folder, 'scan.jsonl');
    const args = ['--organization', '--account', FIRST];
    await scan([...args, '--state', state], env);
    const days = await scan([...args, '--days', '3', '--resume', state], env);
    expect(days).toMatchObject({ status: 2, stderr: expect.stringContaining('days is 7 there and 3 here') });
    const again = await scan([...args, '--state', state], env);
    expect(again).toMatchObject({ status: 2, stderr: expect.stringContaining(`go on with it by --resume ${state}`) });

    const newer = readFileSync(state, 'utf8').replace('"version":1', '"version":2');
    writeFileSync(state, newer);
    const refused = await scan([...args, '--resume', state], env);
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('a newer version wrote it (2)') });
    expect(readFileSync(state, 'utf8')).toBe(newer);
  });

  it('refuses an account that is not in the organization', async () => {
    const ended = await scan(['--organization', '--account', '999999999999'], env);
    expect(ended).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('999999999999 is not in') });
  });

  it('says from which account to start where it was started from another', async () => {
    const { status, stderr } = await scan(['--organization'], loggedIn(cloud, FIRST));
    expect(status).toBe(2);
    expect(stderr).toContain(`account ${FIRST} cannot list the accounts of organization ${ORGANIZATION}`);
    expect(stderr).toContain(`start from the management account ${MANAGEMENT} or from a delegated administrator`);
  });

  it('does not go into accounts that a tag on them, or on an OU, excludes, and takes their days', async () => {
    cloud.organization.tagResource(FIRST, { 'partsweep:exclude': 'true' });
    cloud.organization.tagResource(SECOND, { 'partsweep:days': '3' });
    const { stdout } = await scan(['--organization', '--account', FIRST, '--account', SECOND, '--json'], env);
    const { buckets, totals } = JSON.parse(stdout) as Document;
    expect(totals.accounts).toEqual({ seen: 1, excluded: 1, failed: 0 });
    expect(buckets.find(({ account }) => account === FIRST)).toMatchObject({
      bucket: null,
      verdict: 'excluded',
      reason: { code: 'excluded-by-account-tag' },
    });
    // seven days of our own rule are too long now
    expect(buckets.find(({ bucket }) => bucket === `data-${SECOND}-0`)?.verdict).toBe('would-apply');
    expect(existsSync(folder)).toBe(true);
  });
});
