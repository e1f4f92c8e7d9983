import { AwsError } from '../../../aws-error';

export function noSuchUpload(uploadId: string): AwsError {
  return new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
    { fields: { UploadId: uploadId } },
  );
}

export function invalidPart(uploadId: string, partNumber: number, etag: string): AwsError {
  return new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    { fields: { UploadId: uploadId, PartNumber: String(partNumber), ETag: etag } },
  );
}

export function invalidPartOrder(uploadId: string): AwsError {
  return new AwsError(
    'InvalidPartOrder',
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
    400,
    { fields: { UploadId: uploadId } },
  );
}

/** Every part but the last has 5 MiB or more. */
export function entityTooSmall(partNumber: number, etag: string, size: number): AwsError {
  return new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
    fields: {
      ProposedSize: String(size),
      MinSizeAllowed: '5242880',
      PartNumber: String(partNumber),
      ETag: etag,
    },
  });
}
