import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { BucketPlace } from '../../core/ports';
import { isSameLifecycle } from './bucket-history';
import type { Random } from './random';
import type { SimulatedS3 } from './simulated-s3';
import { terraformOf } from './terraform-rules';
import type { Trace } from './trace';
import type { VirtualClock } from './virtual-clock';

/** One `terraform apply`: not before `at`, in milliseconds since 1970. */
export type Apply = { readonly at: number } & (
  | {
      readonly kind: 'create' | 'replace';
      readonly tagged: boolean;
      readonly lifecycle: LifecycleConfiguration | undefined;
    }
  /** What a bucket that is there should have; undefined takes it away. Nothing is written where it has that already. */
  | { readonly kind: 'change'; readonly lifecycle: LifecycleConfiguration | undefined }
);

/** An apply that did not read back what it had written. */
export interface TerraformFailure {
  readonly place: BucketPlace;
  /** When it wrote, and when it read, in milliseconds since 1970. */
  readonly putAt: number;
  readonly readAt: number;
  readonly wanted: LifecycleConfiguration;
  /** Undefined when there was no configuration. */
  readonly found: LifecycleConfiguration | undefined;
}

export interface TerraformOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly s3: SimulatedS3;
  readonly trace: Trace;
}

/** After CreateBucket. Source: CloudTrail records of Terraform's AWS provider. */
const TAGS_AFTER_MS = 1_000;
const LIFECYCLE_AFTER_MS = 12_000;
/** Reads that all have to show what was written. Source: `aws_s3_bucket_lifecycle_configuration` of Terraform's AWS provider. */
const READS = 10;
const READ_EVERY_MS = 5_000;

/**
 * Stands in for Terraform's AWS provider, on one bucket: creates it, tags it, writes its lifecycle configuration and reads that back for
 * about a minute; fails on any difference. One apply at a time: the state is locked.
 */
export class Terraform {
  /** Applies so far that wrote a configuration and read it back. */
  readBacks = 0;
  readonly #options: TerraformOptions;

  constructor(options: TerraformOptions) {
    this.#options = options;
  }

  /** Gives the failures, in their order. */
  async run(place: BucketPlace, applies: readonly Apply[]): Promise<readonly TerraformFailure[]> {
    const { clock, trace } = this.#options;
    const failures: TerraformFailure[] = [];
    for (const apply of applies) {
      await clock.sleepUntil(Math.max(clock.now(), apply.at));
      trace.note(place.bucket, `terraform apply: ${apply.kind}`);
      const failure = await this.#apply(place, apply);
      trace.note(place.bucket, failure === undefined ? 'terraform is done' : 'terraform FAILS');
      if (failure !== undefined) failures.push(failure);
    }
    return failures;
  }

  async #apply(place: BucketPlace, apply: Apply): Promise<TerraformFailure | undefined> {
    const { clock, s3, random } = this.#options;
    const { kind, lifecycle } = apply;
    if (kind === 'replace') await this.#destroy(place);
    if (apply.kind !== 'change') {
      const createdAt = clock.now();
      s3.createBucket(place, terraformOf(place.account));
      await this.#until(createdAt + TAGS_AFTER_MS);
      if (apply.tagged) s3.putTagging(place, { team: 'orders' }, terraformOf(place.account));
      if (lifecycle === undefined) return undefined;
      await this.#until(createdAt + LIFECYCLE_AFTER_MS);
    } else if (isSameLifecycle(await this.#read(place), lifecycle)) {
      return undefined;
    }
    if (lifecycle === undefined) {
      s3.deleteLifecycle(place, terraformOf(place.account));
      await clock.sleep(random.whole(20, 50));
      return undefined;
    }
    return this.#putLifecycle(place, lifecycle);
  }

  async #putLifecycle(place: BucketPlace, wanted: LifecycleConfiguration): Promise<TerraformFailure | undefined> {
    const { clock, s3 } = this.#options;
    this.readBacks += 1;
    await s3.putLifecycle(place, wanted, terraformOf(place.account));
    const putAt = clock.now();
    for (let read = 1; read <= READS; read += 1) {
      await this.#until(clock.now() + READ_EVERY_MS);
      const found = await this.#read(place);
      if (!isSameLifecycle(found, wanted)) return { place, putAt, readAt: clock.now(), wanted, found };
    }
    return undefined;
  }

  async #read(place: BucketPlace): Promise<LifecycleConfiguration | undefined> {
    const answer = await this.#options.s3.readLifecycle(place);
    return answer.kind === 'found' ? answer.configuration : undefined;
  }

  async #destroy(place: BucketPlace): Promise<void> {
    const { clock, s3, random } = this.#options;
    const caller = terraformOf(place.account);
    s3.deleteLifecycle(place, caller);
    await clock.sleep(random.whole(500, 3_000));
    s3.deleteBucket(place, caller);
    await clock.sleep(random.whole(1_000, 90_000));
  }

  /** A call made at that time arrives a little later. */
  #until(time: number): Promise<void> {
    const { clock, random } = this.#options;
    return clock.sleepUntil(time + random.whole(5, 40));
  }
}
