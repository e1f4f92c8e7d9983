import { StandardRetryStrategy } from '@smithy/core/retry';
import type { RetryErrorInfo, StandardRetryToken } from '@smithy/types';

/** How often calls are made that fail in passing, and of what those further tries are paid. */
export interface Retries {
  /** Of one call, the first one included. */
  readonly maxAttempts: number;
  /** What every call of `service` (the name that it is signed for) in `region` is paid of. */
  of(service: string, region: string): StandardRetryStrategy;
}

/**
 * One quota a service and Region, for whoever shares this: clients that live with a session would each begin with a full one, and an
 * outage would be asked `maxAttempts` times by all of them. It is the SDK's: 500 tokens, 14 a further try, five after a throttle, one back for a call
 * that was answered at once. Where it is used up a call is made once and fails: that one try also finds out when the outage is over.
 */
export class RetryQuotas implements Retries {
  readonly maxAttempts: number;
  readonly #known = new Map<string, StandardRetryStrategy>();

  constructor(maxAttempts: number) {
    this.maxAttempts = maxAttempts;
  }

  of(service: string, region: string): StandardRetryStrategy {
    const key = `${service} ${region}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const strategy = new AnswersRefill(this.maxAttempts);
    this.#known.set(key, strategy);
    return strategy;
  }
}

/** A no is an answer too: a survey of buckets without a lifecycle hears nothing but NoSuchLifecycleConfiguration, and the SDK's own quota would stay empty for ever. */
class AnswersRefill extends StandardRetryStrategy {
  override async refreshRetryTokenForRetry(
    token: StandardRetryToken,
    info: RetryErrorInfo,
  ): Promise<StandardRetryToken> {
    if (info.errorType === 'CLIENT_ERROR' && isAnswered(info.error)) this.recordSuccess(token);
    return super.refreshRetryTokenForRetry(token, info);
  }
}

function isAnswered(error: { readonly $metadata?: { readonly httpStatusCode?: number } } | undefined): boolean {
  const status = error?.$metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500;
}
