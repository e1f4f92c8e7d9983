import { REPORT_PREFIX } from '../core/contract/names';
import type { Region } from '../core/identifiers';
import type { Journal } from '../core/ports';
import { GrowingText } from './growing-text';
import { ObjectUpload } from './object-upload';
import type { S3Calls } from './s3-calls';

export interface ReportBucketProps {
  readonly calls: S3Calls;
  readonly region: Region;
  readonly bucket: string;
  /** Account that the bucket must be of. */
  readonly owner: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.gz': 'application/gzip',
};

/** Where the report's files are written, each in place of the one before, which is an older version of it. */
export class ReportBucket {
  readonly #props: ReportBucketProps;

  constructor(props: ReportBucketProps) {
    this.#props = props;
  }

  /** Begins a file; one whose name ends in `.gz` is compressed. `run`: the sweep that it tells of. Throws what S3 answers with. */
  async begin(name: string, run: string, journal: Pick<Journal, 'log'>): Promise<GrowingText> {
    const extension = name.slice(name.lastIndexOf('.'));
    const upload = await ObjectUpload.begin({
      ...this.#props,
      key: `${REPORT_PREFIX}${name}`,
      contentType: CONTENT_TYPES[extension] ?? 'application/octet-stream',
      metadata: { run },
      journal,
    });
    return new GrowingText(upload, { compress: extension === '.gz' });
  }
}
