import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { Region } from '../core/identifiers';
import { RetryQuotas } from './retry-quotas';

export interface S3ClientsProps {
  /** Of the session in the account. */
  readonly credentials: NonNullable<S3ClientConfig['credentials']>;
  /** URL of another S3 than AWS's own. @default what the SDK finds, `AWS_ENDPOINT_URL` included */
  readonly endpoint?: string;
  /** Connections, shared by all stores of a function. @default one pool a Region */
  readonly requestHandler?: NonNullable<S3ClientConfig['requestHandler']>;
  /** How often a call is made that fails in passing; sessions share it. @default 1: the queue tries again, and outcomes count what was asked */
  readonly retries?: RetryQuotas;
}

/** The clients of one session, one a Region, made when they are first needed. */
export class S3Clients {
  readonly #props: S3ClientsProps;
  readonly #clients = new Map<Region, S3Client>();

  constructor(props: S3ClientsProps) {
    this.#props = props;
  }

  client(region: Region): S3Client {
    const known = this.#clients.get(region);
    if (known !== undefined) return known;
    const client = new S3Client({
      ...this.#config(region),
      followRegionRedirects: false,
    });
    this.#clients.set(region, client);
    return client;
  }

  #config(region: Region) {
    const { credentials, endpoint, requestHandler, retries = new RetryQuotas(1) } = this.#props;
    return {
      region,
      credentials,
      maxAttempts: retries.maxAttempts,
      retryStrategy: retries.of('s3', region),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(requestHandler === undefined ? {} : { requestHandler }),
    };
  }
}
