import { formatArn, partitionOf } from '../../arn';
import type { S3Service } from '../s3/s3-service';
import type { TaggedResource, TaggedResources } from './tagged-resources';

/** General purpose buckets that carry tags, each in the Region that it lives in. */
export class TaggedBuckets implements TaggedResources {
  readonly types = ['s3', 's3:bucket'];
  readonly #s3: Pick<S3Service, 'bucketNames' | 'inspect'>;

  constructor(s3: Pick<S3Service, 'bucketNames' | 'inspect'>) {
    this.#s3 = s3;
  }

  *list(account: string, region: string): Iterable<TaggedResource> {
    const partition = partitionOf(region);
    for (const name of this.#s3.bucketNames(account)) {
      const bucket = this.#s3.inspect(name);
      if (bucket?.region !== region || bucket.tags.size === 0) continue;
      yield {
        arn: formatArn({ partition, service: 's3', region: '', account: '', resource: name }),
        tags: bucket.tags,
      };
    }
  }
}
