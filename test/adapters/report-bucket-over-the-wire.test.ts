import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { GetObjectCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { ObjectUpload } from '../../adapters/object-upload';
import { ReportBucket } from '../../adapters/report-bucket';
import { S3Calls } from '../../adapters/s3-calls';
import { readStoredReport } from '../../adapters/stored-report';
import type { Cloud } from '../../sandbox/cloud';
import { RecordingJournal } from '../fakes/recording-journal';
import { HOME, MEMBER, NEIGHBOUR, startLocalOrganization, userOf } from './local-organization';

const BUCKET = 'reports-of-the-hub';
const PART = 5 * 1024 * 1024;
const DENIED = { code: 'AccessDenied', message: 'Access Denied', status: 403 };

describe('the report bucket over the wire', () => {
  let cloud: Cloud;
  let client: S3Client;
  let calls: S3Calls;
  let journal: RecordingJournal;

  beforeAll(async () => {
    cloud = await startLocalOrganization();
    await userOf(cloud, MEMBER, HOME).create(BUCKET);
    const config = { endpoint: cloud.endpoint, region: HOME, credentials: cloud.administrator(MEMBER) };
    client = new S3Client({ ...config, forcePathStyle: true, maxAttempts: 1 });
    calls = new S3Calls(config);
  });
  beforeEach(() => {
    journal = new RecordingJournal();
  });
  afterAll(async () => {
    client?.destroy();
    await cloud?.stop();
  });

  const bucket = (owner: string = MEMBER) => new ReportBucket({ calls, region: HOME, bucket: BUCKET, owner });
  const read = (name: string) => readStoredReport({ client, bucket: BUCKET, owner: MEMBER }, name);
  const upload = (key: string) =>
    ObjectUpload.begin({
      ...{ calls, region: HOME, bucket: BUCKET, key, owner: MEMBER, journal, partBytes: PART },
      ...{ contentType: 'text/plain', metadata: { run: 'r' } },
    });
  const underWay = async () =>
    ((await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))).Uploads ?? []).map(({ Key }) => Key);

  it('a file that has ended is there, with the sweep that it tells of, and nothing is under way', async () => {
    const page = await bucket().begin('report.html', 'run-1', journal);
    await page.write('<p>ü');
    await page.write('</p>');
    await page.end();
    const csv = await bucket().begin('report.csv.gz', 'run-1', journal);
    await csv.write('a,b\r\n');
    await csv.end();
    const stored = await read('report.html');
    expect(await text(stored.body)).toBe('<p>ü</p>');
    expect(stored).toMatchObject({ run: 'run-1', at: expect.any(Date) });
    expect(await text((await read('report.csv.gz')).body.pipe(createGunzip()))).toBe('a,b\r\n');
    expect(await underWay()).toEqual([]);
  });

  it('an object of several parts comes to the byte', async () => {
    const object = await upload('large');
    const chunks = Array.from({ length: 7 }, (_, index) => Buffer.alloc(2_000_000, index));
    for (const chunk of chunks) await object.write(chunk);
    await object.end();
    const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'large' }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(Buffer.concat(chunks))).toBe(true);
    expect(await underWay()).toEqual([]);
  });

  it.each(['UploadPart', 'CompleteMultipartUpload'] as const)(
    'fails when %s does, and once aborted leaves nothing under way',
    async (operation) => {
      const file = await bucket().begin('report.csv.gz', 'run-2', journal);
      cloud.s3.failNext({ operation }, DENIED);
      await file.write('a,b\r\n');
      await expect(file.end()).rejects.toMatchObject({ name: 'AccessDenied' });
      expect(await underWay()).toEqual(['reports/report.csv.gz']);
      await file.abort();
      expect(await underWay()).toEqual([]);
      expect((await read('report.csv.gz')).run).toBe('run-1');
      expect(journal.lines).toEqual([]);
    },
  );

  it('tells what it could not abort, and does not throw', async () => {
    const file = await bucket().begin('report.csv.gz', 'run-3', journal);
    cloud.s3.failNext({ operation: 'AbortMultipartUpload' }, DENIED);
    await file.abort();
    expect(journal.lines).toEqual([
      { level: 'error', message: 'an upload could not be aborted: AccessDenied: Access Denied' },
    ]);
    await file.abort();
  });

  it('fails where the bucket is of another account, and where there is no such file', async () => {
    await expect(bucket(NEIGHBOUR).begin('report.html', 'run-4', journal)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await expect(read('report.json.gz')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
