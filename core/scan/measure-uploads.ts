import type { BucketPlace, StoreProblem } from '../ports';
import type { Limit } from '../reconcile-account';
import { deniedInWords } from '../store-problem';
import { Sample } from './upload-sample';
import { type ClassCount, uploadSums } from './upload-sums';
import { type BucketUploads, type ListedUpload, roundedMoney, type UploadMarker, type UploadStore } from './uploads';

/** An upload has at most 10,000 parts, 1,000 on a page. Source: "Amazon S3 multipart upload limits", Amazon S3 User Guide. */
const MOST_PART_PAGES = 10;
const DAY_MS = 24 * 3600 * 1000;

export interface Measuring {
  readonly store: UploadStore;
  /** Uploads of one bucket whose parts are counted; of more, so many are chosen at random. */
  readonly mostMeasured: number;
  /** Uploads initiated so many days before `now` are overdue. */
  readonly days: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** For the uploads of all buckets: another one than the task that measures runs in, which would wait for itself. */
  readonly limit: Limit;
  /** Once true, nothing more is asked. */
  readonly isStopped: () => boolean;
}

interface Measured {
  readonly storageClass: string;
  readonly parts: number;
  readonly bytes: number;
}

class Problem extends Error {}

/** What lies around in a bucket: every page of its uploads, and the parts of as many of them as are measured. Never throws for S3's answers. */
export async function measureUploads(measuring: Measuring, place: BucketPlace): Promise<BucketUploads> {
  try {
    const listing = await listAll(measuring, place);
    const { sample, classes, overdue, oldest } = listing;
    const results = await Promise.all(
      sample.items.map((upload) => measuring.limit(() => measure(measuring, place, upload))),
    );
    // an upload that ended meanwhile does not lie around any more
    const ended = results.filter((result) => result === undefined).length;
    const measured = results.filter((result) => result !== undefined);
    const counts = [...classes].map(([storageClass, uploads]) => countOf(storageClass, uploads, measured));
    const sampled = sample.seen > sample.items.length ? { of: sample.seen, measured: measured.length } : null;
    const known = sampled === null && ended > 0 ? withoutEnded(counts) : counts;
    const sums = uploadSums(place.region, known, { overdue, oldest: iso(oldest) });
    return { ...roundedMoney(sums), sampled };
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message };
    throw error;
  }
}

async function listAll({ store, mostMeasured, days, now, isStopped }: Measuring, place: BucketPlace) {
  const sample = new Sample<ListedUpload>(mostMeasured);
  const classes = new Map<string, number>();
  let overdue = 0;
  let oldest: number | null = null;
  let after: UploadMarker | null = null;
  do {
    if (isStopped()) throw new Problem('it was stopped');
    const page: Awaited<ReturnType<UploadStore['listUploads']>> = await store.listUploads(place, after);
    if (page.kind !== 'page') throw new Problem(inWords('the uploads could not be listed', page));
    for (const upload of page.uploads) {
      const { storageClass, initiatedAt } = upload;
      sample.add(upload);
      classes.set(storageClass, (classes.get(storageClass) ?? 0) + 1);
      if (initiatedAt === null) continue;
      if (initiatedAt <= now - days * DAY_MS) overdue += 1;
      if (oldest === null || initiatedAt < oldest) oldest = initiatedAt;
    }
    // a listing that goes on where it was would never end
    if (page.next !== null && page.next.key === after?.key && page.next.uploadId === after.uploadId) {
      throw new Problem('the uploads could not be listed: the listing does not go on');
    }
    after = page.next;
  } while (after !== null);
  return { sample, classes, overdue, oldest };
}

/** Undefined for an upload that ended meanwhile. */
async function measure(
  { store, isStopped }: Measuring,
  place: BucketPlace,
  upload: ListedUpload,
): Promise<Measured | undefined> {
  let parts = 0;
  let bytes = 0;
  let after: string | null = null;
  for (let pages = 0; pages < MOST_PART_PAGES; pages += 1) {
    if (isStopped()) throw new Problem('it was stopped');
    const page: Awaited<ReturnType<UploadStore['listParts']>> = await store.listParts(place, upload, after);
    if (page.kind === 'ended') return undefined;
    if (page.kind !== 'page') throw new Problem(inWords('the parts of an upload could not be listed', page));
    parts += page.parts;
    bytes += page.bytes;
    after = page.next;
    if (after === null) break;
  }
  return { storageClass: upload.storageClass, parts, bytes };
}

function countOf(storageClass: string, uploads: number, measured: readonly Measured[]): ClassCount {
  const own = measured.filter((one) => one.storageClass === storageClass);
  const sum = (key: 'parts' | 'bytes') => own.reduce((total, one) => total + one[key], 0);
  return { storageClass, uploads, measured: own.length, parts: sum('parts'), bytes: sum('bytes') };
}

function withoutEnded(counts: readonly ClassCount[]): readonly ClassCount[] {
  return counts.filter(({ measured }) => measured > 0).map((count) => ({ ...count, uploads: count.measured }));
}

function inWords(what: string, problem: StoreProblem): string {
  if (problem.kind === 'denied') return `${what}: ${deniedInWords(problem)}`;
  return `${what}: ${'message' in problem ? `${problem.code}: ${problem.message}` : problem.kind}`;
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
