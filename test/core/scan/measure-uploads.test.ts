import fc from 'fast-check';
import { type Measuring, measureUploads } from '../../../core/scan/measure-uploads';
import type { ListedUpload, PartsPage, UploadStore, UploadsPage } from '../../../core/scan/uploads';
import { account, bucketName, region } from '../../fakes/identifiers';

const PLACE = { account: account('111111111111'), region: region('us-east-1'), bucket: bucketName('orders') };
const NOW = Date.parse('2026-06-01T00:00:00Z');
const DAY_MS = 24 * 3600 * 1000;

interface FakeUpload extends ListedUpload {
  readonly parts: readonly number[];
}

/** A bucket's uploads, in pages as S3 gives them. */
class FakeUploads implements UploadStore {
  readonly uploads: readonly FakeUpload[];
  readonly ended = new Set<string>();
  partPages = 0;
  readonly #pageSize: number;

  constructor(uploads: readonly FakeUpload[], pageSize: number) {
    this.uploads = uploads.toSorted((a, b) => compare([a.key, a.uploadId], [b.key, b.uploadId]));
    this.#pageSize = pageSize;
  }

  async listUploads(_: unknown, after: { key: string; uploadId: string } | null): Promise<UploadsPage> {
    const behind = this.uploads.filter(
      ({ key, uploadId }) => after === null || compare([key, uploadId], [after.key, after.uploadId]) > 0,
    );
    const page = behind.slice(0, this.#pageSize);
    const last = page.at(-1);
    const next = behind.length > page.length && last !== undefined ? { key: last.key, uploadId: last.uploadId } : null;
    return { kind: 'page', uploads: page, next };
  }

  async listParts(_: unknown, upload: { uploadId: string }, after: string | null): Promise<PartsPage> {
    this.partPages += 1;
    if (this.ended.has(upload.uploadId)) return { kind: 'ended' };
    const parts = this.uploads.find(({ uploadId }) => uploadId === upload.uploadId)?.parts ?? [];
    const from = Number(after ?? 0);
    const page = parts.slice(from, from + this.#pageSize);
    const next = from + page.length < parts.length ? String(from + page.length) : null;
    return { kind: 'page', parts: page.length, bytes: page.reduce((sum, size) => sum + size, 0), next };
  }
}

function compare(one: readonly [string, string], other: readonly [string, string]): number {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

const measuring = (store: UploadStore, more: Partial<Measuring> = {}): Measuring => ({
  store,
  mostMeasured: 1_000,
  days: 7,
  now: NOW,
  limit: (task) => task(),
  isStopped: () => false,
  ...more,
});

const upload = (id: number, more: Partial<FakeUpload> = {}): FakeUpload => ({
  key: `key-${id % 3}`,
  uploadId: `id-${String(id).padStart(5, '0')}`,
  initiatedAt: NOW - DAY_MS,
  storageClass: 'STANDARD',
  parts: [10],
  ...more,
});

const anyUploads = fc
  .array(
    fc.record({
      parts: fc.array(fc.integer({ min: 0, max: 2 ** 33 }), { maxLength: 8 }),
      storageClass: fc.constantFrom('STANDARD', 'STANDARD_IA', 'DEEP_ARCHIVE', 'TOMORROWS_CLASS'),
      age: fc.integer({ min: 0, max: 20 }),
    }),
    { maxLength: 25 },
  )
  .map((all) => all.map(({ age, ...rest }, id) => upload(id, { ...rest, initiatedAt: NOW - age * DAY_MS })));

describe('what lies around in a bucket', () => {
  it('is counted over all pages, whatever their size', () =>
    fc.assert(
      fc.asyncProperty(anyUploads, fc.integer({ min: 1, max: 30 }), async (uploads, pageSize) => {
        const measured = await measureUploads(measuring(new FakeUploads(uploads, pageSize)), PLACE);
        const sizes = uploads.flatMap(({ parts }) => parts);
        // an upload has at most ten pages of parts, so that small pages can hide none here
        expect(measured).toMatchObject({
          uploads: uploads.length,
          parts: sizes.length,
          bytes: sizes.reduce((sum, size) => sum + size, 0),
          overdue: uploads.filter(({ initiatedAt }) => (initiatedAt ?? NOW) <= NOW - 7 * DAY_MS).length,
          sampled: null,
        });
      }),
    ));

  it('is worked out from a sample, exactly where all uploads are alike', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 3 }),
        async (count, most, parts) => {
          const store = new FakeUploads(
            Array.from({ length: count }, (_, id) => upload(id, { parts })),
            10,
          );
          const measured = await measureUploads(measuring(store, { mostMeasured: most }), PLACE);
          const bytes = count * parts.reduce((sum, size) => sum + size, 0);
          const sampled = count > most ? { of: count, measured: most } : null;
          expect(measured).toMatchObject({ uploads: count, parts: count * parts.length, bytes, sampled });
          expect(store.partPages).toBe(Math.min(count, most));
        },
      ),
    ));

  it('counts a class of which nothing is in the sample like the others on average', async () => {
    const many = Array.from({ length: 50 }, (_, id) => upload(id, { parts: [100] }));
    const store = new FakeUploads([...many, upload(50, { storageClass: 'STANDARD_IA', parts: [7] })], 100);
    const measured = await measureUploads(measuring(store, { mostMeasured: 1 }), PLACE);
    expect(measured).toMatchObject({ uploads: 51, bytes: 5_100, sampled: { of: 51, measured: 1 } });
  });

  it('leaves out an upload that ended meanwhile', async () => {
    const store = new FakeUploads([upload(1), upload(2)], 10);
    store.ended.add('id-00001');
    expect(await measureUploads(measuring(store), PLACE)).toMatchObject({ uploads: 1, parts: 1, bytes: 10 });
  });

  it('asks for at most ten pages of the parts of an upload', async () => {
    const store = new FakeUploads([upload(1, { parts: Array.from({ length: 50 }, () => 1) })], 2);
    await measureUploads(measuring(store), PLACE);
    expect(store.partPages).toBe(10);
  });

  it('fails in words where the listing is denied', async () => {
    const store = new FakeUploads([], 10);
    store.listUploads = async () => ({ kind: 'denied', message: 'no', policyKind: 'service control policy' });
    const problem = 'the uploads could not be listed: by a service control policy: no';
    expect(await measureUploads(measuring(store), PLACE)).toEqual({ problem });
  });

  it('fails where the listing goes on where it was', async () => {
    const store = new FakeUploads([], 10);
    store.listUploads = async () => ({ kind: 'page', uploads: [], next: { key: 'a', uploadId: 'b' } });
    expect(await measureUploads(measuring(store), PLACE)).toEqual({
      problem: expect.stringContaining('does not go on'),
    });
  });

  it('asks nothing more once it is stopped', async () => {
    const store = new FakeUploads([upload(1)], 10);
    const measured = await measureUploads(measuring(store, { isStopped: () => true }), PLACE);
    expect(measured).toEqual({ problem: 'it was stopped' });
    expect(store.partPages).toBe(0);
  });
});
