import { bucketKind } from '../core/identifiers';
import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import { readLifecycle } from '../core/lifecycle/xml';
import type {
  BucketPlace,
  BucketStore,
  LifecycleGrant,
  LifecycleRead,
  LifecycleWritten,
  TagsRead,
} from '../core/ports';
import { awsFailure, isNoPolicy, s3Meaning } from './aws-errors';
import { directoryBucketArn, lifecycleGrant } from './directory-buckets';
import { S3Calls, type S3CallsProps } from './s3-calls';
import { storeProblem } from './s3-problem';
import { readBucketTags, readDirectoryBucketTags } from './s3-tags';

const SIZE_HEADER = 'x-amz-transition-default-minimum-object-size';
const LIFECYCLE = { lifecycle: '' };

export interface S3BucketStoreProps extends S3CallsProps {
  /** @default `aws` */
  readonly partition?: string;
}

/**
 * The buckets that one session reaches, in any Region. Configurations travel as the XML that S3 sends and takes. Directory buckets know neither an
 * expected owner nor a size header, and their tags and policy have calls of their own.
 */
export class S3BucketStore implements BucketStore {
  readonly #calls: S3Calls;
  readonly #partition: string;

  /** `calls`: of the same session, where somebody else makes them as well. */
  constructor(props: S3BucketStoreProps, calls: S3Calls = new S3Calls(props)) {
    this.#calls = calls;
    this.#partition = props.partition ?? 'aws';
  }

  async readLifecycle(place: BucketPlace): Promise<LifecycleRead> {
    let xml: string;
    let size: string | undefined;
    try {
      const { response, body } = await this.#calls.send({ ...target(place), method: 'GET', query: LIFECYCLE });
      // throws for bytes that are no text
      xml = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
      size = isDirectory(place) ? undefined : response.headers[SIZE_HEADER];
    } catch (error) {
      const failure = awsFailure(error);
      return s3Meaning(failure) === 'no-lifecycle' ? { kind: 'none' } : storeProblem(failure, place.region);
    }
    const configuration = size === undefined ? { xml } : { xml, transitionDefaultMinimumObjectSize: size };
    const read = readLifecycle(configuration);
    if (!read.ok && read.problem.kind === 'unreadable') return unreadable(read.problem.detail);
    return { kind: 'found', configuration };
  }

  async writeLifecycle(place: BucketPlace, configuration: LifecycleConfiguration): Promise<LifecycleWritten> {
    // a value that nobody knows yet goes back as it came
    const size = isDirectory(place) ? undefined : configuration.transitionDefaultMinimumObjectSize;
    const headers = { 'content-type': 'application/xml', ...(size === undefined ? {} : { [SIZE_HEADER]: size }) };
    const put = { ...target(place), method: 'PUT', query: LIFECYCLE, headers, body: configuration.xml } as const;
    try {
      await this.#calls.send(put);
      return { kind: 'written' };
    } catch (error) {
      return storeProblem(awsFailure(error), place.region);
    }
  }

  async deleteLifecycle(place: BucketPlace): Promise<LifecycleWritten> {
    try {
      await this.#calls.send({ ...target(place), method: 'DELETE', query: LIFECYCLE });
      return { kind: 'written' };
    } catch (error) {
      const failure = awsFailure(error);
      return s3Meaning(failure) === 'no-lifecycle' ? { kind: 'written' } : storeProblem(failure, place.region);
    }
  }

  async readTags(place: BucketPlace): Promise<TagsRead> {
    try {
      if (!isDirectory(place)) return await readBucketTags(this.#calls, place);
      return await readDirectoryBucketTags(this.#calls, place, directoryBucketArn(this.#partition, place));
    } catch (error) {
      const failure = awsFailure(error);
      return s3Meaning(failure) === 'no-tags' ? { kind: 'none' } : storeProblem(failure, place.region);
    }
  }

  async readLifecycleGrant(place: BucketPlace): Promise<LifecycleGrant> {
    if (!isDirectory(place)) return { kind: 'granted' };
    const arn = directoryBucketArn(this.#partition, place);
    let policy: string;
    try {
      const { body } = await this.#calls.send({ ...target(place), method: 'GET', query: { policy: '' } });
      policy = body.toString();
    } catch (error) {
      const failure = awsFailure(error);
      return isNoPolicy(failure) ? lifecycleGrant(null, arn) : storeProblem(failure, place.region);
    }
    try {
      return lifecycleGrant(policy, arn);
    } catch {
      return unreadable('the policy is not JSON');
    }
  }
}

function isDirectory({ bucket }: BucketPlace): boolean {
  return bucketKind(bucket) === 'directory';
}

function target(place: BucketPlace) {
  const { bucket, region, account } = place;
  return isDirectory(place)
    ? ({ kind: 's3express', region, bucket } as const)
    : ({ kind: 's3', region, bucket, expectedOwner: account } as const);
}

function unreadable(message: string): { kind: 'retry'; code: string; message: string } {
  return { kind: 'retry', code: 'UnreadableAnswer', message };
}
