import { ListMultipartUploadsCommand, ListPartsCommand, type MultipartUpload } from '@aws-sdk/client-s3';
import type { BucketPlace } from '../core/ports';
import type { ListedUpload, PartsPage, UploadMarker, UploadStore, UploadsPage } from '../core/scan/uploads';
import { awsFailure } from './aws-errors';
import { S3Clients, type S3ClientsProps } from './s3-clients';
import { storeProblem } from './s3-problem';
import { xmlAnswersOnly } from './whole-answers';

export interface S3UploadStoreProps extends S3ClientsProps {
  /** Uploads and parts on a page, at most 1,000. @default 1,000 */
  readonly pageSize?: number;
}

const PAGE_SIZE = 1_000;

/** Incomplete uploads of the general purpose buckets that one session reaches. */
export class S3UploadStore implements UploadStore {
  readonly #clients: S3Clients;
  readonly #pageSize: number;

  /** `clients`: of the same session, where somebody else uses them as well. */
  constructor(props: S3UploadStoreProps, clients: S3Clients = new S3Clients(props)) {
    this.#clients = clients;
    this.#pageSize = props.pageSize ?? PAGE_SIZE;
  }

  async listUploads({ account, region, bucket }: BucketPlace, after: UploadMarker | null): Promise<UploadsPage> {
    const command = xmlAnswersOnly(
      new ListMultipartUploadsCommand({
        Bucket: bucket,
        ExpectedBucketOwner: account,
        MaxUploads: this.#pageSize,
        // a key may have characters that XML has not
        EncodingType: 'url',
        ...(after === null ? {} : { KeyMarker: after.key, UploadIdMarker: after.uploadId }),
      }),
    );
    try {
      const answer = await this.#clients.client(region).send(command);
      const { IsTruncated, NextKeyMarker, NextUploadIdMarker, Uploads = [] } = answer;
      const uploads = Uploads.map(listedUpload);
      if (IsTruncated !== true) return { kind: 'page', uploads, next: null };
      if (NextKeyMarker === undefined || NextUploadIdMarker === undefined) return unreadable('there is no next marker');
      return { kind: 'page', uploads, next: { key: decoded(NextKeyMarker), uploadId: NextUploadIdMarker } };
    } catch (error) {
      return storeProblem(awsFailure(error), region);
    }
  }

  async listParts(
    { account, region, bucket }: BucketPlace,
    { key, uploadId }: UploadMarker,
    after: string | null,
  ): Promise<PartsPage> {
    const command = xmlAnswersOnly(
      new ListPartsCommand({
        Bucket: bucket,
        ExpectedBucketOwner: account,
        Key: key,
        UploadId: uploadId,
        MaxParts: this.#pageSize,
        ...(after === null ? {} : { PartNumberMarker: after }),
      }),
    );
    try {
      const { IsTruncated, NextPartNumberMarker, Parts = [] } = await this.#clients.client(region).send(command);
      const bytes = Parts.reduce((sum, { Size = 0 }) => sum + Size, 0);
      if (IsTruncated !== true) return { kind: 'page', parts: Parts.length, bytes, next: null };
      if (NextPartNumberMarker === undefined) return unreadable('there is no next marker');
      return { kind: 'page', parts: Parts.length, bytes, next: NextPartNumberMarker };
    } catch (error) {
      const failure = awsFailure(error);
      const problem = storeProblem(failure, region);
      return problem.kind === 'retry' && failure.status === 404 ? { kind: 'ended' } : problem;
    }
  }
}

function listedUpload({ Key, UploadId, Initiated, StorageClass }: MultipartUpload): ListedUpload {
  if (Key === undefined || UploadId === undefined) throw new Error('the listing has an upload without key or ID');
  return {
    key: decoded(Key),
    uploadId: UploadId,
    initiatedAt: Initiated?.getTime() ?? null,
    storageClass: StorageClass ?? 'STANDARD',
  };
}

/** S3 writes a space as a plus in what it encodes, and a plus as `%2B`. */
function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

function unreadable(message: string): { kind: 'retry'; code: string; message: string } {
  return { kind: 'retry', code: 'UnreadableAnswer', message };
}
