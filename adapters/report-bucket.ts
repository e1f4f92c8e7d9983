import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { REPORT_PREFIX } from '../core/contract/names';
import type { Journal } from '../core/ports';
import { GrowingText } from './growing-text';
import { ObjectUpload } from './object-upload';

export interface ReportBucketProps {
  readonly client: S3Client;
  readonly bucket: string;
  /** Account that the bucket must be of. */
  readonly owner: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.gz': 'application/gzip',
};

/** The report's files in the private bucket, each in place of the one before, which is an older version of it. */
export class ReportBucket {
  readonly #props: ReportBucketProps;

  constructor(props: ReportBucketProps) {
    this.#props = props;
  }

  /** Begins a file; one whose name ends in `.gz` is compressed. `run`: the sweep that it tells of. Throws what the SDK throws. */
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

  /** The newest version of a file, as it is stored, and the sweep that it tells of. Throws what the SDK throws. */
  async read(
    name: string,
  ): Promise<{ readonly body: NodeJS.ReadableStream; readonly run: string | null; readonly at: Date | null }> {
    const { bucket, owner, client } = this.#props;
    const { Body, Metadata, LastModified } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: `${REPORT_PREFIX}${name}`, ExpectedBucketOwner: owner }),
    );
    if (Body === undefined) throw new Error(`S3 sent no content for ${name}`);
    return { body: Body as unknown as NodeJS.ReadableStream, run: Metadata?.['run'] ?? null, at: LastModified ?? null };
  }
}
