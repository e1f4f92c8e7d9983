import type { Deadline } from '../core/sweep/deadline';

/** What Lambda says of an invocation. Source: "AWS Lambda context object in Node.js". */
interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** How long the invocation may still run. Throws TypeError when `context` is not Lambda's. */
export function deadlineOf(context: unknown): Deadline {
  const lambda = parse(context);
  return { remaining: () => lambda.getRemainingTimeInMillis() };
}

export function requestIdOf(context: unknown): string {
  return parse(context).awsRequestId;
}

function parse(context: unknown): LambdaContext {
  const { awsRequestId, getRemainingTimeInMillis } = (context ?? {}) as Partial<LambdaContext>;
  if (typeof awsRequestId !== 'string' || typeof getRemainingTimeInMillis !== 'function') {
    throw new TypeError('the function is to be called by Lambda: its context is missing');
  }
  return context as LambdaContext;
}
