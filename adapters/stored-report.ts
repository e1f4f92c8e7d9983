import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { REPORT_PREFIX } from '../core/contract/names';

export interface StoredReportProps {
  readonly client: S3Client;
  readonly bucket: string;
  /** Account that the bucket must be of. */
  readonly owner: string;
}

/** A file of the report. */
export interface StoredFile {
  /** As it is stored, compressed or not. */
  readonly body: NodeJS.ReadableStream;
  /** The sweep that it tells of. */
  readonly run: string | null;
  readonly at: Date | null;
}

/** The newest version of a file of the report, such as `report.html`. Throws what the SDK throws. */
export async function readStoredReport(
  { client, bucket, owner }: StoredReportProps,
  name: string,
): Promise<StoredFile> {
  const { Body, Metadata, LastModified } = await client.send(
    new GetObjectCommand({ Bucket: bucket, Key: `${REPORT_PREFIX}${name}`, ExpectedBucketOwner: owner }),
  );
  if (Body === undefined) throw new Error(`S3 sent no content for ${name}`);
  return { body: Body as unknown as NodeJS.ReadableStream, run: Metadata?.['run'] ?? null, at: LastModified ?? null };
}
