import type { HttpResponse } from '@smithy/core/transport';

/** What a service says instead of what it was asked for. It reads like an error of the SDK: `adapters/aws-errors.ts` and the SDK's retries understand it. */
export class AwsAnswerError extends Error {
  readonly $metadata: { readonly httpStatusCode: number; clockSkewCorrected?: true };
  readonly $response: HttpResponse;

  /** `code`: the service's; without one the status stands for it. `members`: whatever else the answer said of it. */
  constructor(
    response: HttpResponse,
    { code, message, members = {} }: { code?: string | undefined; message?: string | undefined; members?: object },
    status: number = response.statusCode,
  ) {
    super(message ?? `the service answered with status ${response.statusCode}`);
    Object.assign(this, members);
    this.name = code === undefined || code === '' ? String(response.statusCode) : code;
    this.$metadata = { httpStatusCode: status };
    this.$response = response;
  }
}
