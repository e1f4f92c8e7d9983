import { AwsError } from '../../aws-error';

// Codes, statuses and words: "Error responses", S3 API Reference, and answers recorded from S3.

export function malformedXml(): AwsError {
  return new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequest', message);
}

export function invalidArgument(message: string, name?: string, value?: string): AwsError {
  const fields = name === undefined ? {} : { ArgumentName: name, ArgumentValue: value ?? '' };
  return new AwsError('InvalidArgument', message, 400, { fields });
}

export function noSuchBucket(bucket: string): AwsError {
  return new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { fields: { BucketName: bucket } });
}

/** A document of the bucket that is not there, such as NoSuchTagSet. */
export function noSuchDocument(code: string, message: string, bucket: string): AwsError {
  return new AwsError(code, message, 404, { fields: { BucketName: bucket } });
}

export function plainAccessDenied(): AwsError {
  return new AwsError('AccessDenied', 'Access Denied', 403);
}

/** The bucket lives in another Region than the endpoint called. */
export function permanentRedirect(bucket: string, region: string, virtualHosted: boolean): AwsError {
  const endpoint = `s3.${region}.amazonaws.com`;
  return new AwsError(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    301,
    {
      fields: { Endpoint: virtualHosted ? `${bucket}.${endpoint}` : endpoint, Bucket: bucket },
      headers: { 'x-amz-bucket-region': region },
    },
  );
}

/** The signature names another Region than the endpoint. */
export function wrongSigningRegion(signed: string, expected: string): AwsError {
  return new AwsError(
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; the region '${signed}' is wrong; expecting '${expected}'`,
    400,
    { fields: { Region: expected }, headers: { 'x-amz-bucket-region': expected } },
  );
}
