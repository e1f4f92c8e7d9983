import { AwsError } from '../../../aws-error';

export function noSuchKey(key: string, isDeleteMarker: boolean): AwsError {
  return new AwsError('NoSuchKey', 'The specified key does not exist.', 404, {
    fields: { Key: key },
    headers: isDeleteMarker ? { 'x-amz-delete-marker': 'true' } : {},
  });
}

export function noSuchVersion(key: string, versionId: string): AwsError {
  return new AwsError('NoSuchVersion', 'The specified version does not exist.', 404, {
    fields: { Key: key, VersionId: versionId },
  });
}

export function isDeleteMarker(key: string): AwsError {
  return new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
    fields: { Method: 'GET', ResourceType: 'DeleteMarker', Key: key },
    headers: { 'x-amz-delete-marker': 'true', allow: 'DELETE' },
  });
}

/** An object is there already, and If-None-Match asked for none. */
export function preconditionFailed(condition: string): AwsError {
  return new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
    fields: { Condition: condition },
  });
}

export function notImplemented(header: string): AwsError {
  return new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', 501, {
    fields: { Header: header },
  });
}
