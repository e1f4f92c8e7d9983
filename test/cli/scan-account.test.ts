import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateMultipartUploadCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { ourConfigurationXml } from '../../core/lifecycle/xml';
import type { Cloud } from '../../sandbox/cloud';
import { BucketUser } from '../../tour/bucket-user';
import { actionsSince, loggedIn, REGION, scan, startOrganization } from './scanned-organization';

const ACCOUNT = '200000000001';
const MIB = 2 ** 20;

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const FOREIGN = `<LifecycleConfiguration xmlns="${NAMESPACE}"><Rule><ID>theirs</ID><Status>Enabled</Status><Filter/><AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>`;
const V1_ABORT = `<LifecycleConfiguration xmlns="${NAMESPACE}"><Rule><ID>old</ID><Status>Enabled</Status><Prefix>logs/</Prefix><AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>`;

interface Document {
  readonly version: number;
  readonly account: string;
  readonly days: number;
  readonly prices: unknown;
  readonly totals: Record<string, unknown> & { readonly uploads: Record<string, unknown> };
  readonly buckets: readonly (Record<string, unknown> & { readonly bucket: string; readonly verdict: string })[];
}

describe('partsweep scan of one account', () => {
  let cloud: Cloud;
  let folder: string;
  let env: Record<string, string>;
  let key: { accessKeyId: string; secretAccessKey: string };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'scan-'));
    cloud = await startOrganization([{ id: ACCOUNT, name: 'shop' }]);
    env = loggedIn(cloud, ACCOUNT);
    key = cloud.administrator(ACCOUNT);
    const user = new BucketUser({ endpoint: cloud.endpoint, account: ACCOUNT, region: REGION, credentials: key });
    for (const name of ['bare', 'ours', 'theirs', 'old-rules', 'left-alone', 'locked'])
      await user.create(`shop-${name}`);
    await user.writeLifecycle('shop-ours', { xml: ourConfigurationXml(7) });
    await user.writeLifecycle('shop-theirs', { xml: FOREIGN });
    await user.writeLifecycle('shop-old-rules', { xml: V1_ABORT });
    await user.tag('shop-left-alone', { 'partsweep:exclude': 'true' });
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:GetLifecycleConfiguration',
      Resource: 'arn:aws:s3:::shop-locked',
    };
    await user.setPolicy('shop-locked', deny);
    const elsewhere = new BucketUser({
      endpoint: cloud.endpoint,
      account: ACCOUNT,
      region: 'us-east-1',
      credentials: key,
    });
    await elsewhere.create('shop-elsewhere');
  });
  afterAll(async () => {
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const verdicts = ({ buckets }: Document) =>
    Object.fromEntries(
      buckets.map(({ bucket, verdict, reason }) => [bucket, `${verdict} ${(reason as { code: string }).code}`]),
    );

  it('gives each bucket the verdict that partsweep would, and its reason, as JSON', async () => {
    const { status, stdout, stderr } = await scan(['--json'], env);
    expect(stderr).toBe('');
    expect(status).toBe(1);
    const document = JSON.parse(stdout) as Document;
    expect(document).toMatchObject({ version: 1, account: ACCOUNT, days: 7 });
    expect(document.prices).toBeUndefined();
    expect(verdicts(document)).toEqual({
      'shop-bare': 'would-apply would-apply',
      'shop-elsewhere': 'would-apply would-apply',
      'shop-left-alone': 'excluded excluded-by-bucket-tag',
      'shop-locked': 'denied access-denied',
      'shop-old-rules': 'refused v1-abort-overlap',
      'shop-ours': 'covered covered-by-ours',
      'shop-theirs': 'covered covered-by-other',
    });
    expect(document.buckets.find(({ bucket }) => bucket === 'shop-bare')).toEqual({
      account: ACCOUNT,
      region: REGION,
      bucket: 'shop-bare',
      verdict: 'would-apply',
      reason: { code: 'would-apply', text: expect.stringContaining('no rule for the whole bucket') },
      days: 7,
      ruleId: 'partsweep-abort-incomplete-multipart-uploads',
      before: { rules: 0, digest: expect.any(String) },
      after: { rules: 1, digest: expect.any(String) },
      calls: { 's3:GetBucketLifecycleConfiguration': 1, 's3:GetBucketTagging': 1 },
      at: expect.any(String),
    });
    expect(document.totals).toMatchObject({
      accounts: { seen: 1, excluded: 0, failed: 0 },
      buckets: 7,
      verdicts: { covered: 2, 'would-apply': 2, excluded: 1, refused: 1, denied: 1 },
      findings: 4,
    });
  });

  it('calls nothing but reads', async () => {
    const before = cloud.trace.entries().length;
    await scan(['--uploads'], env);
    const actions = [...actionsSince(cloud, before)];
    expect(actions).toContain('s3:ListMultipartUploads');
    expect(actions.filter((action) => !/^[a-z0-9-]+:(Get|List|Describe)/.test(action))).toEqual([]);
  });

  it('shows people what is not covered, and the next command last', async () => {
    const { status, stdout, stderr } = await scan([], env);
    expect(status).toBe(1);
    expect(stdout).toContain(`Account ${ACCOUNT}: 7 buckets`);
    expect(stdout).toMatch(/would-apply: our rule would be written.*shop-bare .*shop-elsewhere /s);
    expect(stdout).toMatch(/denied: S3 denied access: by a .*shop-locked /s);
    expect(stdout).toMatch(/refused: the rules are of the older kind.*shop-old-rules /s);
    expect(stdout).not.toContain('shop-theirs');
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^Next: partsweep init/);
  });

  it('takes other days, for which a rule may be too long', async () => {
    const { stdout } = await scan(['--json', '--days', '2'], env);
    expect(verdicts(JSON.parse(stdout) as Document)['shop-theirs']).toBe('would-apply would-apply');
  });

  it('writes CSV and OCSF to a file, which it does not replace unless it is told to', async () => {
    const csv = join(folder, 'buckets.csv');
    const written = await scan(['--format', 'csv', '--output', csv], env);
    expect(written).toMatchObject({ status: 1, stdout: '' });
    const lines = readFileSync(csv, 'utf8').split('\r\n');
    expect(lines[0]).toMatch(/^account,account_name,region,bucket,verdict/);
    expect(lines.filter((line) => line.startsWith(ACCOUNT))).toHaveLength(7);

    writeFileSync(csv, 'precious');
    const refused = await scan(['--format', 'ocsf', '--output', csv], env);
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('is there already') });
    expect(readFileSync(csv, 'utf8')).toBe('precious');

    expect((await scan(['--format', 'ocsf', '--output', csv, '--force'], env)).status).toBe(1);
    const findings = JSON.parse(readFileSync(csv, 'utf8')) as { class_uid: number; compliance: { status: string } }[];
    expect(findings.map(({ compliance }) => compliance.status).sort()).toEqual([
      ...['Fail', 'Fail', 'Fail', 'Fail', 'Pass', 'Pass', 'Unknown'],
    ]);
    expect(new Set(findings.map(({ class_uid }) => class_uid))).toEqual(new Set([2003]));
  });

  describe('with --uploads', () => {
    beforeAll(async () => {
      const s3 = new S3Client({ endpoint: cloud.endpoint, region: REGION, credentials: key, forcePathStyle: true });
      const begin = async (Bucket: string, Key: string, parts: readonly number[]): Promise<string> => {
        const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
        for (const [index, size] of parts.entries()) {
          const Body = Buffer.alloc(size);
          await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: index + 1, Body }));
        }
        return UploadId;
      };
      // the key that comes twice needs both markers to be gone on from
      const old = await begin('shop-bare', 'video', [3 * MIB, MIB]);
      cloud.s3.backdateUpload('shop-bare', 'video', old, new Date('2024-01-02T03:04:05Z'));
      await begin('shop-bare', 'video', [2 * MIB]);
      await begin('shop-ours', 'a b+c', [MIB]);
      s3.destroy();
    });

    it('measures what lies around in each bucket, and says what it costs and as of when', async () => {
      const { stdout } = await scan(['--json', '--uploads'], env);
      const document = JSON.parse(stdout) as Document;
      const uploads = (name: string) => document.buckets.find(({ bucket }) => bucket === name)?.['uploads'];
      expect(uploads('shop-bare')).toMatchObject({
        uploads: 2,
        parts: 3,
        bytes: 6 * MIB,
        overdue: 1,
        oldest: '2024-01-02T03:04:05.000Z',
        classes: [{ storageClass: 'STANDARD', uploads: 2, bytes: 6 * MIB }],
        sampled: null,
      });
      expect(uploads('shop-ours')).toMatchObject({ uploads: 1, parts: 1, bytes: MIB });
      expect(uploads('shop-theirs')).toMatchObject({ uploads: 0, bytes: 0, usdPerMonth: 0 });
      expect(document.totals.uploads).toMatchObject({
        uploads: 3,
        parts: 4,
        bytes: 7 * MIB,
        overdue: 1,
        unmeasuredBuckets: 0,
      });
      expect(document.prices).toMatchObject({ asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), currency: 'USD' });
    });

    it('counts the parts of a sample where there are more uploads than asked for, and says so', async () => {
      const { stdout } = await scan(['--json', '--uploads', '--most-uploads', '1'], env);
      const document = JSON.parse(stdout) as Document;
      const bare = document.buckets.find(({ bucket }) => bucket === 'shop-bare');
      expect(bare?.['uploads']).toMatchObject({ uploads: 2, sampled: { of: 2, measured: 1 } });
      const table = await scan(['--uploads', '--most-uploads', '1'], env);
      expect(table.stdout).toContain('In 1 buckets the parts of a sample were counted');
      expect(table.stdout).toContain('check them: https://aws.amazon.com/s3/pricing/');
    });
  });
});

describe('partsweep scan of an account without a gap', () => {
  it('ends with status 0', async () => {
    const cloud = await startOrganization([{ id: ACCOUNT, name: 'shop' }]);
    try {
      const { status, stderr } = await scan([], loggedIn(cloud, ACCOUNT));
      expect(status).toBe(0);
      expect(stderr).toContain('Next: partsweep scan --uploads');
    } finally {
      await cloud.stop();
    }
  });
});
