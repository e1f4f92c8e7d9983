import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketTaggingCommand,
  PutBucketLifecycleConfigurationCommand,
  S3Client,
  type S3ClientConfig,
  type TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import { parseRegion, type Region } from '../core/identifiers';
import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import { readLifecycleXml } from '../core/lifecycle/xml';
import type { BucketPlace, BucketStore, LifecycleRead, LifecycleWritten, StoreProblem, TagsRead } from '../core/ports';
import { type AwsFailure, awsFailure, denyingPolicy, s3Meaning } from './aws-errors';
import { keepRawAnswer, sendRawBody } from './raw-lifecycle';

const SIZE_HEADER = 'x-amz-transition-default-minimum-object-size';

export interface S3BucketStoreProps {
  /** Of the session in the account. */
  readonly credentials: NonNullable<S3ClientConfig['credentials']>;
  /** URL of another S3 than AWS's own. @default what the SDK finds, `AWS_ENDPOINT_URL` included */
  readonly endpoint?: string;
  /** Connections, shared by all stores of a function. @default one of the store's own */
  readonly requestHandler?: NonNullable<S3ClientConfig['requestHandler']>;
}

/** The buckets that one session reaches, in any Region. */
export class S3BucketStore implements BucketStore {
  readonly #props: S3BucketStoreProps;
  readonly #clients = new Map<Region, S3Client>();

  constructor(props: S3BucketStoreProps) {
    this.#props = props;
  }

  async readLifecycle(place: BucketPlace): Promise<LifecycleRead> {
    const command = new GetBucketLifecycleConfigurationCommand(owned(place));
    const raw = keepRawAnswer(command);
    try {
      await this.#client(place.region).send(command);
    } catch (error) {
      const failure = awsFailure(error);
      return s3Meaning(failure) === 'no-lifecycle' ? { kind: 'none' } : problem(failure);
    }
    const xml = raw.body ?? '';
    const read = readLifecycleXml(xml);
    if (!read.ok && read.problem.kind === 'unreadable') {
      return { kind: 'retry', code: 'UnreadableAnswer', message: read.problem.detail };
    }
    const size = raw.headers[SIZE_HEADER];
    const configuration = size === undefined ? { xml } : { xml, transitionDefaultMinimumObjectSize: size };
    return { kind: 'found', configuration };
  }

  async writeLifecycle(place: BucketPlace, configuration: LifecycleConfiguration): Promise<LifecycleWritten> {
    const size = configuration.transitionDefaultMinimumObjectSize;
    const command = new PutBucketLifecycleConfigurationCommand({
      ...owned(place),
      // stands for the body, which is replaced by the configuration's own XML
      LifecycleConfiguration: { Rules: [] },
      // a value that the SDK does not know yet goes back as it came
      ...(size === undefined ? {} : { TransitionDefaultMinimumObjectSize: size as TransitionDefaultMinimumObjectSize }),
    });
    sendRawBody(command, configuration.xml);
    try {
      await this.#client(place.region).send(command);
      return { kind: 'written' };
    } catch (error) {
      return problem(awsFailure(error));
    }
  }

  async readTags(place: BucketPlace): Promise<TagsRead> {
    try {
      const { TagSet } = await this.#client(place.region).send(new GetBucketTaggingCommand(owned(place)));
      if (TagSet === undefined) return { kind: 'retry', code: 'UnreadableAnswer', message: 'there is no TagSet in it' };
      const tags = TagSet.map(({ Key, Value }): [string, string] => [Key ?? '', Value ?? '']);
      return { kind: 'found', tags: new Map(tags) };
    } catch (error) {
      const failure = awsFailure(error);
      return s3Meaning(failure) === 'no-tags' ? { kind: 'none' } : problem(failure);
    }
  }

  #client(region: Region): S3Client {
    const known = this.#clients.get(region);
    if (known !== undefined) return known;
    const client = new S3Client({
      region,
      credentials: this.#props.credentials,
      // one call is one call: the queue tries again, and outcomes count what was asked
      maxAttempts: 1,
      followRegionRedirects: false,
      ...(this.#props.endpoint === undefined ? {} : { endpoint: this.#props.endpoint }),
      ...(this.#props.requestHandler === undefined ? {} : { requestHandler: this.#props.requestHandler }),
    });
    this.#clients.set(region, client);
    return client;
  }
}

function owned({ bucket, account }: BucketPlace): { Bucket: string; ExpectedBucketOwner: string } {
  return { Bucket: bucket, ExpectedBucketOwner: account };
}

function problem(failure: AwsFailure): StoreProblem {
  const { code, message } = failure;
  switch (s3Meaning(failure)) {
    case 'no-such-bucket':
      return { kind: 'no-such-bucket' };
    case 'denied': {
      const policyKind = denyingPolicy(message);
      return policyKind === undefined ? { kind: 'denied', message } : { kind: 'denied', message, policyKind };
    }
    case 'wrong-region': {
      const region = parseRegion(failure.bucketRegion);
      return region === undefined ? { kind: 'wrong-region' } : { kind: 'wrong-region', region };
    }
    case 'refused':
      return { kind: 'refused', code, message };
    default:
      return { kind: 'retry', code, message };
  }
}
