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

/** The name asked for is that of a bucket of the caller's. */
export function alreadyOwned(bucket: string): AwsError {
  return new AwsError(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    409,
    { fields: { BucketName: bucket } },
  );
}

/** The endpoint called does not create buckets in the Region named; `unspecified` where none is. */
export function illegalLocation(region: string): AwsError {
  return new AwsError(
    'IllegalLocationConstraintException',
    `The ${region} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

/** The bucket lives in an opt-in Region, where no other endpoint redirects to. Source: answers of S3 in public reports, and its clients. */
export function illegalBucketLocation(region: string): AwsError {
  const { code, message } = illegalLocation(region);
  return new AwsError(code, message, 400, { headers: { 'x-amz-bucket-region': region } });
}

/** A document of the bucket that is not there, such as NoSuchTagSet. */
export function noSuchDocument(code: string, message: string, bucket: string): AwsError {
  return new AwsError(code, message, 404, { fields: { BucketName: bucket } });
}

export function noSuchLifecycle(bucket: string): AwsError {
  return noSuchDocument('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', bucket);
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
