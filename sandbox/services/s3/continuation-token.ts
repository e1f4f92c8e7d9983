import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { invalidArgument } from './s3-errors';

/** Tokens of one S3 that say where a listing goes on. Opaque: what this S3 did not give for the same listing is refused. */
export class ContinuationTokens {
  readonly #key = randomBytes(32);

  /** `listing` names what is listed, such as an account's buckets; `last` is the last name of the page. */
  give(listing: string, last: string): string {
    return Buffer.concat([this.#seal(listing, last), Buffer.from(last)]).toString('base64');
  }

  /** The last name of the page before; undefined without a token. Throws AwsError InvalidArgument. */
  read(listing: string, token: string | null): string | undefined {
    if (token === null) return undefined;
    const bytes = Buffer.from(token, 'base64');
    const last = bytes.subarray(16).toString('utf8');
    if (bytes.length <= 16 || !timingSafeEqual(bytes.subarray(0, 16), this.#seal(listing, last))) {
      throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
    }
    return last;
  }

  #seal(listing: string, last: string): Buffer {
    return createHmac('sha256', this.#key).update(`${listing}\n${last}`).digest().subarray(0, 16);
  }
}
