import type { BucketName } from '../../core/identifiers';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { BucketPlace } from '../../core/ports';
import type { ProductWrite } from './bucket-history';

/** The last read that a session of the product's made of a bucket's lifecycle, and whether one of its tags was an older state. */
export interface LastRead {
  readonly readAt: number;
  readonly readIndex: number;
  readonly stale: boolean;
}

/** What the product's writer knows of buckets, for as long as one of its functions runs. */
export class WriterSight {
  readonly reads = new Map<BucketName, LastRead>();
  /** Buckets whose tags were shown as they had been. */
  readonly staleTags = new Set<BucketName>();
}

/** A write of the product's, and what it changed. */
export interface SeenWrite extends ProductWrite {
  readonly place: BucketPlace;
  readonly before: LifecycleConfiguration | undefined;
  readonly after: LifecycleConfiguration | undefined;
  readonly sight: WriterSight;
}
