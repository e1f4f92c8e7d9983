import { CreateMultipartUploadCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { S3UploadStore } from '../../adapters/uploads';
import { measureUploads } from '../../core/scan/measure-uploads';
import type { ListedUpload, UploadMarker } from '../../core/scan/uploads';
import type { Cloud } from '../../sandbox/cloud';
import { bucketName } from '../fakes/identifiers';
import { HOME, MEMBER, NEIGHBOUR, startLocalOrganization, userOf } from './local-organization';

const BUCKET = bucketName('orders');
const PLACE = { account: MEMBER, region: HOME, bucket: BUCKET };

describe('incomplete uploads over the wire', () => {
  let cloud: Cloud;
  let store: S3UploadStore;
  const begun = new Map<string, number>();

  beforeAll(async () => {
    cloud = await startLocalOrganization();
    await userOf(cloud, MEMBER, HOME).create(BUCKET);
    const credentials = cloud.administrator(MEMBER);
    const s3 = new S3Client({ endpoint: cloud.endpoint, region: HOME, credentials, forcePathStyle: true });
    // five uploads of one key, so that a page of two ends within it; and keys that only an encoding brings through
    for (const [index, key] of ['same', 'same', 'same', 'same', 'same', 'a b+c%', 'ü/\u0007'].entries()) {
      const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: key }));
      begun.set(UploadId, index);
      for (let part = 1; part <= index; part += 1) {
        const PartNumber = part;
        await s3.send(
          new UploadPartCommand({ Bucket: BUCKET, Key: key, UploadId, PartNumber, Body: Buffer.alloc(100) }),
        );
      }
    }
    s3.destroy();
    store = new S3UploadStore({ credentials, endpoint: cloud.endpoint, pageSize: 2 });
  });
  afterAll(() => cloud.stop());

  async function all(): Promise<readonly ListedUpload[]> {
    const uploads: ListedUpload[] = [];
    let after: UploadMarker | null = null;
    do {
      const page: Awaited<ReturnType<S3UploadStore['listUploads']>> = await store.listUploads(PLACE, after);
      if (page.kind !== 'page') throw new Error(page.kind);
      uploads.push(...page.uploads);
      after = page.next;
    } while (after !== null);
    return uploads;
  }

  it('are listed on all pages, those of one key too, by their own keys', async () => {
    const uploads = await all();
    expect(uploads.map(({ uploadId }) => uploadId).sort()).toEqual([...begun.keys()].sort());
    expect(new Set(uploads.map(({ key }) => key))).toEqual(new Set(['same', 'a b+c%', 'ü/\u0007']));
    expect(uploads.every(({ storageClass, initiatedAt }) => storageClass === 'STANDARD' && initiatedAt !== null)).toBe(
      true,
    );
  });

  it('are measured with all pages of their parts', async () => {
    const measured = await measureUploads(
      { store, mostMeasured: 100, days: 7, now: Date.now(), limit: (task) => task(), isStopped: () => false },
      PLACE,
    );
    expect(measured).toMatchObject({ uploads: 7, parts: 21, bytes: 2_100, overdue: 0, sampled: null });
  });

  it('fails for an account that does not own the bucket', async () => {
    expect(await store.listUploads({ ...PLACE, account: NEIGHBOUR }, null)).toMatchObject({ kind: 'denied' });
  });

  it('knows an upload that ended, and a bucket that is not there', async () => {
    const upload = { key: 'same', uploadId: 'ended' };
    expect(await store.listParts(PLACE, upload, null)).toEqual({ kind: 'ended' });
    const nowhere = { ...PLACE, bucket: bucketName('nowhere-to-be-found') };
    expect(await store.listParts(nowhere, upload, null)).toEqual({ kind: 'no-such-bucket' });
    expect(await store.listUploads(nowhere, null)).toEqual({ kind: 'no-such-bucket' });
  });
});
