import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  PutBucketLifecycleConfigurationCommand,
  type TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import { bucketKind } from '../core/identifiers';
import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import { readLifecycleXml } from '../core/lifecycle/xml';
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
import { keepRawAnswer, sendRawBody } from './raw-lifecycle';
import { S3Clients, type S3ClientsProps } from './s3-clients';
import { storeProblem } from './s3-problem';

const SIZE_HEADER = 'x-amz-transition-default-minimum-object-size';

export interface S3BucketStoreProps extends S3ClientsProps {
  /** @default `aws` */
  readonly partition?: string;
}

/**
 * The buckets that one session reaches, in any Region. Directory buckets know neither an expected owner nor a size header, and
 * their tags and policy have calls of their own.
 */
export class S3BucketStore implements BucketStore {
  readonly #clients: S3Clients;
  readonly #partition: string;

  /** `clients`: of the same session, where somebody else uses them as well. */
  constructor(props: S3BucketStoreProps, clients: S3Clients = new S3Clients(props)) {
    this.#clients = clients;
    this.#partition = props.partition ?? 'aws';
  }

  async readLifecycle(place: BucketPlace): Promise<LifecycleRead> {
    const command = new GetBucketLifecycleConfigurationCommand(target(place));
    const raw = keepRawAnswer(command);
    try {
      await this.#clients.client(place.region).send(command);
    } catch (error) {
      const failure = awsFailure(error);
      return s3Meaning(failure) === 'no-lifecycle' ? { kind: 'none' } : storeProblem(failure, place.region);
    }
    const xml = raw.body ?? '';
    const read = readLifecycleXml(xml);
    if (!read.ok && read.problem.kind === 'unreadable') return unreadable(read.problem.detail);
    const size = isDirectory(place) ? undefined : raw.headers[SIZE_HEADER];
    const configuration = size === undefined ? { xml } : { xml, transitionDefaultMinimumObjectSize: size };
    return { kind: 'found', configuration };
  }

  async writeLifecycle(place: BucketPlace, configuration: LifecycleConfiguration): Promise<LifecycleWritten> {
    const size = isDirectory(place) ? undefined : configuration.transitionDefaultMinimumObjectSize;
    const command = new PutBucketLifecycleConfigurationCommand({
      ...target(place),
      // stands for the body, which is replaced by the configuration's own XML
      LifecycleConfiguration: { Rules: [] },
      // a value that the SDK does not know yet goes back as it came
      ...(size === undefined ? {} : { TransitionDefaultMinimumObjectSize: size as TransitionDefaultMinimumObjectSize }),
    });
    sendRawBody(command, configuration.xml);
    try {
      await this.#clients.client(place.region).send(command);
      return { kind: 'written' };
    } catch (error) {
      return storeProblem(awsFailure(error), place.region);
    }
  }

  async deleteLifecycle(place: BucketPlace): Promise<LifecycleWritten> {
    try {
      await this.#clients.client(place.region).send(new DeleteBucketLifecycleCommand(target(place)));
      return { kind: 'written' };
    } catch (error) {
      const failure = awsFailure(error);
      return s3Meaning(failure) === 'no-lifecycle' ? { kind: 'written' } : storeProblem(failure, place.region);
    }
  }

  async readTags(place: BucketPlace): Promise<TagsRead> {
    try {
      if (isDirectory(place)) {
        const tags = this.#clients.directoryBucketTags(place.region);
        return await tags.read(place.account, directoryBucketArn(this.#partition, place));
      }
      const { TagSet } = await this.#clients.client(place.region).send(new GetBucketTaggingCommand(target(place)));
      if (TagSet === undefined) return unreadable('there is no TagSet in it');
      return { kind: 'found', tags: new Map(TagSet.map(({ Key, Value }) => [Key ?? '', Value ?? ''])) };
    } catch (error) {
      const failure = awsFailure(error);
      return s3Meaning(failure) === 'no-tags' ? { kind: 'none' } : storeProblem(failure, place.region);
    }
  }

  async readLifecycleGrant(place: BucketPlace): Promise<LifecycleGrant> {
    if (!isDirectory(place)) return { kind: 'granted' };
    const arn = directoryBucketArn(this.#partition, place);
    let policy: string | undefined;
    try {
      ({ Policy: policy } = await this.#clients.client(place.region).send(new GetBucketPolicyCommand(target(place))));
    } catch (error) {
      const failure = awsFailure(error);
      return isNoPolicy(failure) ? lifecycleGrant(null, arn) : storeProblem(failure, place.region);
    }
    try {
      return lifecycleGrant(policy ?? '', arn);
    } catch {
      return unreadable('the policy is not JSON');
    }
  }
}

function isDirectory({ bucket }: BucketPlace): boolean {
  return bucketKind(bucket) === 'directory';
}

function target(place: BucketPlace): { Bucket: string; ExpectedBucketOwner?: string } {
  const { bucket, account } = place;
  return isDirectory(place) ? { Bucket: bucket } : { Bucket: bucket, ExpectedBucketOwner: account };
}

function unreadable(message: string): { kind: 'retry'; code: string; message: string } {
  return { kind: 'retry', code: 'UnreadableAnswer', message };
}
