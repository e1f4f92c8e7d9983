import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RULE_ID } from '../../core/contract/names';
import { readImages } from '../../core/scan/apply-images';
import type { Cloud } from '../../sandbox/cloud';
import { BucketUser } from '../../tour/bucket-user';
import { runBeside } from './run-beside';
import { loggedIn, REGION, startOrganization } from './scanned-organization';

const ACCOUNT = '220000000001';
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const LOGS = `<LifecycleConfiguration xmlns="${NAMESPACE}"><Rule><ID>logs</ID><Status>Enabled</Status><Filter><Prefix>logs/</Prefix></Filter><Expiration><Days>30</Days></Expiration></Rule></LifecycleConfiguration>`;
const V1_ABORT = `<LifecycleConfiguration xmlns="${NAMESPACE}"><Rule><ID>old</ID><Status>Enabled</Status><Prefix>logs/</Prefix><AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>`;

jest.setTimeout(600_000);

describe('partsweep scan --apply', () => {
  let cloud: Cloud;
  let folder: string;
  let env: Record<string, string>;
  let user: BucketUser;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'apply-'));
    cloud = await startOrganization([{ id: ACCOUNT, name: 'shop' }]);
    env = loggedIn(cloud, ACCOUNT);
    user = new BucketUser({
      ...{ endpoint: cloud.endpoint, account: ACCOUNT, region: REGION, credentials: cloud.administrator(ACCOUNT) },
    });
  });
  afterEach(async () => {
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (args: readonly string[], watch?: (output: string, kill: () => void) => void) =>
    runBeside(['scan', '--apply', ...args], env, { cwd: folder, ...(watch === undefined ? {} : { watch }) });
  const isOurs = async (bucket: string) => (await user.readLifecycle(bucket))?.xml.includes(RULE_ID) === true;
  const writes = () =>
    cloud.trace
      .entries()
      .filter((entry) => entry.kind === 'call' && /PutBucketLifecycle|PutLifecycle/.test(entry.action));

  async function seed(): Promise<void> {
    for (const name of ['bare', 'logs', 'old', 'left-alone']) await user.create(`apply-${name}`);
    await user.writeLifecycle('apply-logs', {
      xml: LOGS,
      transitionDefaultMinimumObjectSize: 'varies_by_storage_class',
    });
    await user.writeLifecycle('apply-old', { xml: V1_ABORT });
    await user.tag('apply-left-alone', { 'partsweep:exclude': 'true' });
  }

  it('shows the changes, keeps what was there, writes, and says how to go back', async () => {
    await seed();
    const before = await user.readLifecycle('apply-logs');
    const { status, stdout, stderr } = await run(['--confirm', ACCOUNT]);
    expect(stdout).toMatch(
      /s3:\/\/apply-logs \(eu-central-1\): no rule.*\nrules: 1 now, 2 then\n {4}"logs", .*\n {2}\+ "partsweep-/,
    );
    expect(stdout).toContain('applied  s3://apply-bare (eu-central-1): our rule was written, and S3 shows it\n');
    expect(stdout).toContain('applied  s3://apply-logs (');
    expect(stderr).toContain('2 buckets: 2 applied\n');
    // a bucket whose rules are of the older kind is still to be seen to
    expect(status).toBe(1);
    expect(await Promise.all(['apply-bare', 'apply-logs', 'apply-old', 'apply-left-alone'].map(isOurs))).toEqual([
      ...[true, true, false, false],
    ]);
    const after = await user.readLifecycle('apply-logs');
    expect(after?.transitionDefaultMinimumObjectSize).toBe('varies_by_storage_class');
    expect(after?.xml).toContain(LOGS.slice(LOGS.indexOf('<Rule>'), LOGS.indexOf('</LifecycleConfiguration>')));

    const [name = ''] = readdirSync(folder);
    expect(name).toMatch(new RegExp(`^partsweep-images-${ACCOUNT}-.*\\.jsonl$`));
    expect(stderr).toContain(`Next: partsweep undo --file ${name} --dry-run`);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    const read = readImages(readFileSync(join(folder, name), 'utf8'));
    if (read.kind !== 'images') throw new Error(read.what);
    const images = read.images.toSorted((one, other) => (one.bucket < other.bucket ? -1 : 1));
    expect(images).toEqual([
      expect.objectContaining({ bucket: 'apply-bare', account: ACCOUNT, region: REGION, configuration: undefined }),
      expect.objectContaining({ bucket: 'apply-logs', configuration: before, readAt: expect.any(String) }),
    ]);
  });

  it('shows the changes and writes nothing where nobody confirms', async () => {
    await seed();
    const { status, stdout, stderr } = await run([]);
    expect(stdout).toContain('rules: 0 now, 1 then');
    expect(stderr).toContain('nothing was written: there is nobody who could be asked');
    expect(stderr).toContain(`What to do: confirm with --confirm ${ACCOUNT}.`);
    expect(status).toBe(2);
    expect({ isOurs: await isOurs('apply-bare'), files: readdirSync(folder) }).toEqual({ isOurs: false, files: [] });
  });

  it('ends with status 0 where nothing else is left, prints JSON, and does nothing the second time', async () => {
    await user.create('apply-only');
    const file = join(folder, 'kept.jsonl');
    const first = await run(['--json', '--confirm', ACCOUNT, '--images', file, '--days', '3']);
    expect(JSON.parse(first.stdout)).toEqual({
      ...{ version: 1, account: ACCOUNT, at: expect.any(String), images: file, left: 0, othersNeedSomebody: false },
      buckets: [
        {
          account: ACCOUNT,
          region: REGION,
          bucket: 'apply-only',
          result: 'applied',
          text: expect.stringContaining('S3 shows it'),
        },
      ],
    });
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect((await user.readLifecycle('apply-only'))?.xml).toContain('<DaysAfterInitiation>3<');
    const again = await run(['--confirm', ACCOUNT]);
    expect(again).toMatchObject({ status: 0, stderr: expect.stringContaining('0 buckets') });
    expect(writes()).toHaveLength(1);
  });

  it('leaves a bucket alone that changed after it was shown', async () => {
    await user.create('apply-bare');
    const other = LOGS.replace('logs/', 'tmp/');
    // the scan is shown what was before this write, and the write behind the confirmation sees it
    await user.writeLifecycle('apply-bare', { xml: other });
    cloud.s3.staleReads('apply-bare', 2);
    const { status, stdout } = await run(['--confirm', ACCOUNT]);
    expect(stdout).toContain(
      'changed  s3://apply-bare (eu-central-1): it was changed since it was shown, and is left alone',
    );
    expect(status).toBe(1);
    expect(await isOurs('apply-bare')).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says that S3 denies a write, goes on with the others, and ends with status 1', async () => {
    for (const name of ['one', 'two']) await user.create(`apply-${name}`);
    const deny = { code: 'AccessDenied', message: 'Access Denied', status: 403 };
    cloud.s3.failNext({ operation: 'PutBucketLifecycleConfiguration', bucket: 'apply-one' }, deny);
    const { status, stdout, stderr } = await run(['--confirm', ACCOUNT]);
    expect(stdout).toContain('denied  s3://apply-one (eu-central-1): nothing was written: S3 denied access');
    expect(stderr).toContain('2 buckets: 1 denied, 1 applied');
    expect(status).toBe(1);
    expect(await isOurs('apply-two')).toBe(true);
  });

  it('says that S3 does not show a write', async () => {
    await user.create('apply-late');
    cloud.s3.staleReads('apply-late', 10, 'after-next-write');
    const { status, stdout } = await run(['--confirm', ACCOUNT]);
    expect(stdout).toContain(
      'not-visible  s3://apply-late (eu-central-1): S3 took the write, and does not show it yet',
    );
    expect(status).toBe(1);
  });

  it('writes nothing where what is there cannot be kept', async () => {
    await user.create('apply-bare');
    const { status, stdout } = await run(['--confirm', ACCOUNT, '--images', join(folder, 'nowhere', 'x.jsonl')]);
    expect(stdout).toContain(
      'failed  s3://apply-bare (eu-central-1): what was there could not be kept, so nothing was written',
    );
    expect(status).toBe(1);
    expect(await isOurs('apply-bare')).toBe(false);
  });

  it('stops between buckets at Ctrl-C, says what was done, and ends with status 130', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `apply-many-${index}`);
    cloud.s3.seedBuckets(ACCOUNT, REGION, names, new Date(Date.now() - 3_600_000));
    const { status, stderr } = await run(['--confirm', ACCOUNT], (output, kill) => {
      if (output.includes('applied  s3://')) kill();
    });
    expect(status).toBe(130);
    const [, done = '', left = ''] = /Stopped: (\d+) buckets?: .* applied, (\d+) not begun/.exec(stderr) ?? [];
    expect(Number(done) + Number(left)).toBe(40);
    expect(writes()).toHaveLength(Number(done));
    const [name = ''] = readdirSync(folder);
    expect(readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')).toHaveLength(Number(done));
  });

  it.each([
    [['--organization'], '--apply writes in one account'],
    [['--uploads'], '--apply does not go with --uploads'],
    [['--format', 'csv'], '--apply does not go with --format'],
    [['--confirm', '220000000002'], 'nothing was done: "220000000002" is not the ID of the account'],
    [['--json'], 'nothing was written: there is nobody who could be asked'],
  ])('refuses %j with status 2', async (args, words) => {
    await user.create('apply-bare');
    const { status, stdout, stderr } = await run(args);
    expect(stderr).toContain(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(await isOurs('apply-bare')).toBe(false);
  });

  it('refuses an images file that is there, and leaves it as it is', async () => {
    const file = join(folder, 'kept.jsonl');
    writeFileSync(file, 'precious');
    const { status, stderr } = await run(['--confirm', ACCOUNT, '--images', file]);
    expect({ status, kept: readFileSync(file, 'utf8') }).toEqual({ status: 2, kept: 'precious' });
    expect(stderr).toContain('is there already');
  });

  it.each([[['--confirm', ACCOUNT]], [['--images', 'x.jsonl']]])('refuses %j without --apply', async (args) => {
    const { status, stderr } = await runBeside(['scan', ...args], env, { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toContain(`${args[0]} goes with --apply`);
    expect(existsSync(join(folder, 'x.jsonl'))).toBe(false);
  });
});
