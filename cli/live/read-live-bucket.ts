import { CountedStore } from '../../core/counted-store';
import type { BucketName } from '../../core/identifiers';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { BucketPlace, StoreProblem } from '../../core/ports';
import { problemMeaning } from '../../core/store-problem';
import { visibleText } from '../../report/visible-text';
import { WrongUse } from '../wrong-use';
import type { LiveAccount } from './live-account';

export interface LiveBucket {
  /** In the Region in which S3 says it is. */
  readonly place: BucketPlace;
  /** Undefined where it has none. */
  readonly existing: LifecycleConfiguration | undefined;
  readonly tags: ReadonlyMap<string, string>;
}

/** Reads the configuration and the tags. Throws WrongUse where S3 does not give them. */
export async function readLiveBucket(
  { account, region, store }: Pick<LiveAccount, 'account' | 'region' | 'store'>,
  bucket: BucketName,
): Promise<LiveBucket> {
  const counted = new CountedStore(store, { account, region, bucket });
  const read = await counted.readLifecycle();
  if (read.kind !== 'found' && read.kind !== 'none') {
    throw unreadable(`the lifecycle configuration of s3://${bucket}`, read, account, 's3:GetLifecycleConfiguration');
  }
  const tags = await counted.readTags();
  if (tags.kind !== 'found' && tags.kind !== 'none') {
    throw unreadable(`the tags of s3://${bucket}`, tags, account, 's3:GetBucketTagging');
  }
  return {
    place: { account, region: counted.region, bucket },
    existing: read.kind === 'found' ? read.configuration : undefined,
    tags: tags.kind === 'found' ? tags.tags : new Map(),
  };
}

function unreadable(what: string, problem: StoreProblem, account: string, permission: string): WrongUse {
  const why = visibleText(problemMeaning(problem, false).reason.text);
  return new WrongUse(`${what} cannot be read as account ${account}: ${why}`, remedyFor(problem, account, permission));
}

function remedyFor(problem: StoreProblem, account: string, permission: string): string {
  switch (problem.kind) {
    case 'no-such-bucket':
      return 'check the name; a directory bucket is asked for in its own Region (--region)';
    case 'denied':
      return `if the bucket is in account ${account}, use credentials that may do ${permission}; otherwise those of its own account`;
    case 'wrong-region':
      return 'name the Region of the bucket with --region';
    case 'refused':
      return 'mend what S3 names';
    case 'retry':
      return 'try again';
  }
}
