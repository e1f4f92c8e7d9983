import { AwsError } from '../../aws-error';
import { Bucket, type StoredLifecycle } from './bucket';
import { BucketRegistry } from './bucket-registry';
import { MAXIMUM_PAGE } from './list-buckets';
import type { OperationName } from './operation';

export interface FailureAnswer {
  /** Such as `SlowDown`. */
  readonly code: string;
  /** Such as 503. */
  readonly status: number;
  readonly message: string;
  /** The call has its effect, and only the answer is lost. @default false: the call does nothing */
  readonly afterEffect?: boolean;
}

interface PlannedFailure {
  readonly operation: OperationName;
  readonly bucket: string | undefined;
  readonly answer: FailureAnswer;
  left: number;
}

/**
 * What a test may do to this S3 behind its API: faults, the clock's hands and great numbers of buckets. Nothing here is authorized or
 * traced, and nothing is told to CloudTrail.
 */
export class S3TestHooks {
  protected readonly buckets = new BucketRegistry();
  readonly #failures: PlannedFailure[] = [];
  readonly #staleReads = new Map<string, { left: number; begun: boolean }>();
  readonly #quotas = new Map<string, number>();

  /**
   * The next `times` calls of the operation (on the bucket, if one is named) are answered with the error. With `afterEffect` the call
   * does all that it would, its CloudTrail event included; only a call that would have failed by itself keeps its own error.
   */
  failNext(
    match: { readonly operation: OperationName; readonly bucket?: string },
    answer: FailureAnswer,
    times = 1,
  ): void {
    this.#failures.push({ operation: match.operation, bucket: match.bucket, answer, left: times });
  }

  /**
   * The next `count` calls of GetBucketLifecycleConfiguration show what was before the last write, as an S3 that is not yet
   * consistent. `begin` says whether reads count from now on, or only once the lifecycle has been written or deleted again.
   */
  staleReads(bucket: string, count: number, begin: 'now' | 'after-next-write' = 'now'): void {
    this.#staleReads.set(bucket, { left: count, begun: begin === 'now' });
  }

  /** Sets when a bucket was created. Throws an Error if there is no such bucket. */
  backdate(bucket: string, date: Date): void {
    this.#existing(bucket).createdAt = date;
  }

  /** Sets when a multipart upload was initiated. Throws an Error if there is no such upload. */
  backdateUpload(bucket: string, key: string, uploadId: string, date: Date): void {
    const upload = this.#existing(bucket).uploads.get(key, uploadId);
    if (upload === undefined) throw new Error(`there is no upload ${uploadId} of ${key} in ${bucket}`);
    upload.initiated = date;
  }

  /** Makes empty buckets without an API call each. The names must be free. */
  seedBuckets(account: string, region: string, names: readonly string[], createdAt: Date): void {
    const locationConstraint = region === 'us-east-1' ? '' : region;
    const taken = names.find((name) => this.buckets.get(name) !== undefined);
    if (taken !== undefined) throw new Error(`there is a bucket ${taken}`);
    this.buckets.addAll(
      account,
      names.map((name) => new Bucket({ name, owner: account, region, locationConstraint }, createdAt)),
    );
  }

  /** Gives a bucket a lifecycle, such as `inspect` found with another one: not looked at. Throws an Error if there is no such bucket. */
  seedLifecycle(bucket: string, lifecycle: StoredLifecycle | undefined): void {
    this.#existing(bucket).lifecycle = lifecycle;
  }

  /** Sets an account's quota of buckets. It is not enforced; above 10,000 ListBuckets without MaxBuckets is refused. */
  setBucketQuota(account: string, quota: number): void {
    this.#quotas.set(account, quota);
  }

  protected bucketQuota(account: string): number {
    return this.#quotas.get(account) ?? MAXIMUM_PAGE;
  }

  /** The failure planned for this call, used up by one; undefined for a call that is to go its way. */
  protected takeFailure(
    operation: OperationName,
    bucket: string,
  ): { readonly error: AwsError; readonly afterEffect: boolean } | undefined {
    const planned = this.#failures.find(
      (failure) => failure.left > 0 && failure.operation === operation && [undefined, bucket].includes(failure.bucket),
    );
    if (planned === undefined) return undefined;
    planned.left -= 1;
    const { code, message, status, afterEffect = false } = planned.answer;
    return { error: new AwsError(code, message, status), afterEffect };
  }

  protected takeStaleRead(bucket: string): boolean {
    const planned = this.#staleReads.get(bucket);
    if (planned === undefined || !planned.begun || planned.left === 0) return false;
    planned.left -= 1;
    return true;
  }

  protected beginStaleReads(bucket: string): void {
    const planned = this.#staleReads.get(bucket);
    if (planned !== undefined) planned.begun = true;
  }

  #existing(bucket: string): Bucket {
    const found = this.buckets.get(bucket);
    if (found === undefined) throw new Error(`there is no bucket ${bucket}`);
    return found;
  }
}
