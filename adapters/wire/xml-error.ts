import { childText, rootOf } from './answer-xml';
import { AwsAnswerError } from './aws-answer-error';
import type { Answer } from './aws-caller';

const END = '</Error>';

/**
 * The error that S3 answered with, if it did. What S3 finds out after it has begun to answer is an error within a 200: as in the SDK, one that may be
 * tried again. Source: "Handle 200 OK errors", Amazon S3 API Reference.
 */
export function answerError({ response, body }: Answer): AwsAnswerError | undefined {
  const { statusCode } = response;
  if (statusCode >= 200 && statusCode < 300) {
    const isError = body
      .subarray(-2 * END.length)
      .toString()
      .trimEnd()
      .endsWith(END);
    return isError ? errorOf({ response, body }, 503) : undefined;
  }
  return errorOf({ response, body }, statusCode);
}

/** The error in an answer of S3 or of a service with a query protocol; `status`: what counts as its status. */
export function errorOf({ response, body }: Answer, status: number = response.statusCode): AwsAnswerError {
  const root = rootOf(body);
  if (root === undefined) return new AwsAnswerError(response, {}, status);
  // S3 alone has the error as the root
  const error = root.local === 'Error' ? root : (root.children.find(({ local }) => local === 'Error') ?? root);
  const region = childText(error, 'Region');
  const serverTime = childText(error, 'ServerTime');
  const members = {
    ...(region === undefined ? {} : { Region: region }),
    ...(serverTime === undefined ? {} : { ServerTime: serverTime }),
  };
  const [code, message] = [childText(error, 'Code'), childText(error, 'Message')];
  return new AwsAnswerError(response, { code, message, members }, status);
}
