import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RULE_ID } from '../../core/contract/names';
import type { Cloud } from '../../sandbox/cloud';
import { BucketUser } from '../../tour/bucket-user';
import { runBeside } from './run-beside';
import { loggedIn, REGION, startOrganization } from './scanned-organization';

const ACCOUNT = '230000000001';
const OTHER = '230000000002';
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const rule = (id: string) =>
  `<Rule><ID>${id}</ID><Status>Enabled</Status><Filter><Prefix>${id}/</Prefix></Filter><Expiration><Days>30</Days></Expiration></Rule>`;
const xml = (...ids: string[]) =>
  `<LifecycleConfiguration xmlns="${NAMESPACE}">${ids.map(rule).join('')}</LifecycleConfiguration>`;

jest.setTimeout(600_000);

describe('partsweep undo --file', () => {
  let cloud: Cloud;
  let folder: string;
  let file: string;
  let env: Record<string, string>;
  let user: BucketUser;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'undo-file-'));
    file = join(folder, 'images.jsonl');
    cloud = await startOrganization([
      { id: ACCOUNT, name: 'shop' },
      { id: OTHER, name: 'other' },
    ]);
    env = loggedIn(cloud, ACCOUNT);
    user = new BucketUser({
      ...{ endpoint: cloud.endpoint, account: ACCOUNT, region: REGION, credentials: cloud.administrator(ACCOUNT) },
    });
    for (const name of ['bare', 'logs', 'later']) await user.create(`back-${name}`);
    await user.writeLifecycle('back-logs', { xml: xml('logs') });
    await user.writeLifecycle('back-later', { xml: xml('logs') });
    const applied = await runBeside(['scan', '--apply', '--confirm', ACCOUNT, '--images', file], env);
    expect(applied).toMatchObject({ status: 0, stderr: expect.stringContaining('3 buckets: 3 applied') });
  });
  afterEach(async () => {
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const undo = (...args: string[]) => runBeside(['undo', '--file', file, ...args], env, { cwd: folder });
  // S3 puts an XML declaration before what it sends
  const xmlOf = async (bucket: string) => (await user.readLifecycle(bucket))?.xml.replace(/^<\?xml .*?\?>\s*/, '');
  const ours = async () =>
    Promise.all(
      ['bare', 'logs', 'later'].map(async (name) => (await xmlOf(`back-${name}`))?.includes(RULE_ID) === true),
    );

  /** Adds a rule beside ours. */
  async function change(bucket: string): Promise<void> {
    const now = await xmlOf(bucket);
    if (now === undefined) throw new Error('there is no configuration');
    await user.writeLifecycle(bucket, {
      xml: now.replace('</LifecycleConfiguration>', `${rule('new')}</LifecycleConfiguration>`),
    });
  }

  it('brings back what was there, and takes out our rule alone where the rest changed since', async () => {
    await change('back-later');
    const { status, stdout, stderr } = await undo('--confirm', ACCOUNT);
    expect(stdout).toMatch(
      /s3:\/\/back-bare \(eu-central-1\): all comes back.*\nrules: 1 now, 0 then\n {2}- "partsweep-/,
    );
    expect(stdout).toContain('s3://back-later (eu-central-1): our rule alone is taken out');
    expect(stdout).toContain(
      'undone  s3://back-logs (eu-central-1): our rule was taken out, and all is as it was before',
    );
    expect(stderr).toContain('3 buckets: 3 undone');
    expect(status).toBe(0);
    expect(await xmlOf('back-bare')).toBeUndefined();
    expect(await xmlOf('back-logs')).toBe(xml('logs'));
    expect(await xmlOf('back-later')).toBe(xml('logs', 'new'));

    const again = await undo('--confirm', ACCOUNT, '--json');
    expect(again).toMatchObject({ status: 0, stderr: '' });
    const { buckets } = JSON.parse(again.stdout) as { buckets: { result: string }[] };
    expect(buckets.map(({ result }) => result)).toEqual(['nothing', 'nothing', 'nothing']);
  });

  it('shows with --dry-run what it would do, and does nothing', async () => {
    const { status, stdout } = await undo('--dry-run');
    expect(stdout).toContain('3 buckets would be written, 0 others left as they are\n');
    expect(status).toBe(0);
    const json = await undo('--dry-run', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ dryRun: true, account: ACCOUNT, cutOff: false, others: [] });
    expect(await ours()).toEqual([true, true, true]);
  });

  it('says that the last line is cut off, and uses the rest', async () => {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    writeFileSync(file, `${lines.slice(0, 2).join('\n')}\n${lines[2]?.slice(0, 60)}`);
    const { status, stderr } = await undo('--confirm', ACCOUNT);
    expect(stderr).toContain(`The last line of ${file} is cut off`);
    expect(stderr).toContain('2 buckets: 2 undone');
    expect(status).toBe(0);
    expect((await ours()).filter((is) => is)).toHaveLength(1);
  });

  it('refuses a file of a newer version, and touches nothing', async () => {
    appendFileSync(file, `${JSON.stringify({ version: 2, kind: 'partsweep-image' })}\n`);
    const { status, stdout, stderr } = await undo('--confirm', ACCOUNT);
    expect(stderr).toContain('nothing was touched: line 4 was written by a newer version of partsweep (2)');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(await ours()).toEqual([true, true, true]);
  });

  it('refuses credentials of another account', async () => {
    const { status, stderr } = await runBeside(['undo', '--file', file, '--confirm', ACCOUNT], loggedIn(cloud, OTHER));
    expect(stderr).toContain(`is of account ${ACCOUNT}, and these are credentials of account ${OTHER}`);
    expect(status).toBe(2);
    expect(await ours()).toEqual([true, true, true]);
  });

  it('says that S3 denies one, goes on with the others, and ends with status 1', async () => {
    const deny = { code: 'AccessDenied', message: 'Access Denied', status: 403 };
    cloud.s3.failNext({ operation: 'DeleteBucketLifecycle', bucket: 'back-bare' }, deny);
    const { status, stdout } = await undo('--confirm', ACCOUNT);
    expect(stdout).toContain('denied  s3://back-bare (eu-central-1): nothing was written: S3 denied access');
    expect(status).toBe(1);
    expect(await ours()).toEqual([true, false, false]);
  });

  it('leaves a bucket alone that changed after it was shown', async () => {
    await change('back-logs');
    cloud.s3.staleReads('back-logs', 1);
    const { status, stdout } = await undo('--confirm', ACCOUNT);
    expect(stdout).toContain('changed  s3://back-logs');
    expect(status).toBe(1);
    expect(await ours()).toEqual([false, true, false]);
  });

  it.each([
    [[], 'there is nobody who could be asked'],
    [['--confirm', OTHER], `nothing was done: "${OTHER}" is not the ID of the account`],
    [['back-bare'], '--file and a bucket contradict each other'],
    [['--all'], '--file and --all contradict each other'],
  ])('refuses %j with status 2', async (args, words) => {
    const { status, stdout, stderr } = await undo(...args);
    expect(stderr).toContain(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(await ours()).toEqual([true, true, true]);
  });

  it('refuses a file that is not there', async () => {
    const { status, stderr } = await runBeside(['undo', '--file', '/nowhere/x.jsonl', '--dry-run'], env);
    expect(stderr).toContain('there is no file /nowhere/x.jsonl');
    expect(status).toBe(2);
  });
});
