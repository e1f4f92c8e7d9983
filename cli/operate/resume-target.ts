import type { PauseScope } from '../../core/brake';
import type { Region } from '../../core/identifiers';
import { WrongUse } from '../wrong-use';
import { bucketName, type NamedBucket } from './find-bucket';

/** What is to be resumed. */
export type ResumeTarget =
  | { readonly kind: 'bucket'; readonly named: NamedBucket }
  | { readonly kind: 'scope'; readonly scope: PauseScope };

/** Throws WrongUse where the options do not go together. */
export function resumeTarget(bucket: string | undefined, region: Region | undefined, scope: PauseScope): ResumeTarget {
  if (bucket === undefined) {
    if (region === undefined) return { kind: 'scope', scope };
    throw new WrongUse('--bucket-region goes with a bucket', 'name the bucket, or leave the Region away');
  }
  if (scope.kind === 'unit')
    throw new WrongUse('a bucket is in an account, not in an OU', 'give --account, or neither');
  const account = scope.kind === 'account' ? scope.id : null;
  return { kind: 'bucket', named: { bucket: bucketName(bucket), account, region: region ?? null } };
}
