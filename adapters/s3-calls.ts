import { Crc32 } from '@smithy/core/checksum';
import type { Region } from '../core/identifiers';
import { RetryQuotas } from './retry-quotas';
import { type Answer, AwsCaller, type Connections, type Credentials } from './wire/aws-caller';
import { type EndpointSettings, endpointsOfEnvironment } from './wire/endpoint-settings';
import { endpointOfBucket, type RegionalS3, regionalS3, type S3Kind } from './wire/s3-endpoint';
import { answerError } from './wire/xml-error';

export interface S3CallsProps {
  /** Of the session in the account. */
  readonly credentials: Credentials;
  /** URL of another S3 than AWS's own. @default what `endpoints` says */
  readonly endpoint?: string;
  /** Where AWS is, asked once. @default what the process's environment says */
  readonly endpoints?: () => Promise<EndpointSettings>;
  /** Connections, shared by all stores of a function. @default a pool of its own */
  readonly requestHandler?: Connections;
  /** How often a call is made that fails in passing; sessions share it. @default 1: the queue tries again, and outcomes count what was asked */
  readonly retries?: RetryQuotas;
}

export interface S3Call {
  readonly kind: S3Kind;
  readonly region: Region;
  /** @default none: a listing */
  readonly bucket?: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Behind the bucket, encoded. @default `/` */
  readonly path?: string;
  readonly query: Readonly<Record<string, string>>;
  /** The 12 digits that the bucket's account must have, or S3 denies. Directory buckets know none. */
  readonly expectedOwner?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** What goes with the body. @default crc32 */
  readonly checksum?: 'crc32' | 'none';
}

/** S3 as one session reaches it, in any Region. Throws what reads like an error of the SDK for every answer that is none of success. */
export class S3Calls {
  readonly #props: S3CallsProps;
  readonly #caller: AwsCaller;
  readonly #regional = new Map<string, RegionalS3>();
  #settings: Promise<EndpointSettings> | undefined;

  constructor(props: S3CallsProps) {
    this.#props = props;
    const { credentials, requestHandler, retries = new RetryQuotas(1) } = props;
    this.#caller = new AwsCaller({
      credentials,
      retries,
      isPathSignedAsSent: true,
      ...(requestHandler === undefined ? {} : { requestHandler }),
    });
  }

  async send({
    kind,
    region,
    bucket,
    method,
    path = '/',
    query,
    expectedOwner,
    headers,
    body,
    checksum = 'crc32',
  }: S3Call): Promise<Answer> {
    const regional = await this.#at(kind, region);
    const endpoint = bucket === undefined ? regional : endpointOfBucket(regional, bucket);
    const owner = expectedOwner === undefined ? {} : { 'x-amz-expected-bucket-owner': expectedOwner };
    const sum = body === undefined || checksum === 'none' ? {} : await crc32(body);
    const call = { endpoint, method, path, query, headers: { ...headers, ...owner, ...sum } };
    return this.#caller.call(body === undefined ? call : { ...call, body }, throwError);
  }

  async #at(kind: S3Kind, region: Region): Promise<RegionalS3> {
    const key = `${kind} ${region}`;
    const known = this.#regional.get(key);
    if (known !== undefined) return known;
    this.#settings ??= this.#where();
    const regional = regionalS3(kind, region, await this.#settings);
    this.#regional.set(key, regional);
    return regional;
  }

  async #where(): Promise<EndpointSettings> {
    const { endpoint, endpoints } = this.#props;
    const settings = endpoints === undefined ? endpointsOfEnvironment(process.env) : await endpoints();
    return endpoint === undefined ? settings : { ...settings, url: () => endpoint };
  }
}

function throwError(answer: Answer): void {
  const error = answerError(answer);
  if (error !== undefined) throw error;
}

/** S3 takes a configuration only with one. Source: PutBucketLifecycleConfiguration, Amazon S3 API Reference. */
async function crc32(body: string | Uint8Array): Promise<Readonly<Record<string, string>>> {
  const crc = new Crc32();
  crc.update(typeof body === 'string' ? Buffer.from(body) : body);
  const sum = Buffer.from(await crc.digest()).toString('base64');
  return { 'x-amz-sdk-checksum-algorithm': 'CRC32', 'x-amz-checksum-crc32': sum };
}
