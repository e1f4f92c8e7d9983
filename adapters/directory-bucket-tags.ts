import { ListTagsForResourceCommand, S3ControlClient, type S3ControlClientConfig } from '@aws-sdk/client-s3-control';
import type { AccountId } from '../core/identifiers';
import type { TagsRead } from '../core/ports';

/** Tags of the directory buckets of one Region. */
export class DirectoryBucketTags {
  readonly #control: S3ControlClient;

  constructor(config: S3ControlClientConfig) {
    this.#control = new S3ControlClient(config);
  }

  /** ListTagsForResource. Throws what the SDK throws. Source: Amazon S3 Control API Reference. */
  async read(account: AccountId, bucketArn: string): Promise<Extract<TagsRead, { kind: 'found' | 'none' }>> {
    const { Tags = [] } = await this.#control.send(
      new ListTagsForResourceCommand({ AccountId: account, ResourceArn: bucketArn }),
    );
    const tags = new Map(Tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
    return tags.size === 0 ? { kind: 'none' } : { kind: 'found', tags };
  }
}
