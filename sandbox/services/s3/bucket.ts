import type { PolicyDocument } from '../../policy/document';
import { ObjectStore } from './objects/object-store';
import { UploadStore } from './uploads/upload-store';

export interface StoredLifecycle {
  /** One `LifecycleConfiguration` document without the XML declaration, as GET answers it. */
  readonly xml: string;
  readonly transitionDefaultMinimumObjectSize: string;
}

/** Encryption of objects that come without their own. */
export interface DefaultEncryption {
  readonly algorithm: 'AES256' | 'aws:kms';
  readonly kmsKeyId: string | undefined;
  readonly bucketKey: boolean;
}

/** Where and whose a bucket is. */
export interface BucketIdentity {
  readonly name: string;
  /** Twelve digits. */
  readonly owner: string;
  readonly region: string;
  /** As it was given: `EU` stays `EU`; '' in us-east-1. */
  readonly locationConstraint: string;
}

/** One general purpose bucket with the configuration that every new one has, and all that is in it. */
export class Bucket implements BucketIdentity {
  readonly name: string;
  readonly owner: string;
  readonly region: string;
  readonly locationConstraint: string;
  createdAt: Date;
  /** System tags (`aws:`) included. */
  tags: ReadonlyMap<string, string> = new Map();
  lifecycle: StoredLifecycle | undefined;
  /** What GET showed before the last PUT or DELETE. */
  lifecycleBefore: StoredLifecycle | undefined;
  policy: { readonly text: string; readonly document: PolicyDocument } | undefined;
  versioning: 'Enabled' | 'Suspended' | undefined;
  encryption: DefaultEncryption = { algorithm: 'AES256', kmsKeyId: undefined, bucketKey: false };
  #objects: ObjectStore | undefined;
  #uploads: UploadStore | undefined;

  constructor(identity: BucketIdentity, createdAt: Date) {
    this.name = identity.name;
    this.owner = identity.owner;
    this.region = identity.region;
    this.locationConstraint = identity.locationConstraint;
    this.createdAt = createdAt;
  }

  get objects(): ObjectStore {
    this.#objects ??= new ObjectStore();
    return this.#objects;
  }

  get uploads(): UploadStore {
    this.#uploads ??= new UploadStore();
    return this.#uploads;
  }
}
