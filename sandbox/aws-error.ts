/** An answer that an AWS service gives instead of a result. `code` and `status` are what clients switch on. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error document, such as `BucketName` or `Region`. */
  readonly fields: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    message: string,
    status = 400,
    extra: { fields?: Record<string, string>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.fields = extra.fields ?? {};
    this.headers = extra.headers ?? {};
  }
}

/**
 * Something that AWS has and the local organization does not model: never an answer in AWS's name.
 * Over the wire it is a 501 with the code `NotModelled`; in a deployment it ends the deployment.
 */
export class NotModelledError extends Error {
  constructor(what: string) {
    super(`the local organization does not model ${what}`);
    this.name = 'NotModelledError';
  }
}
