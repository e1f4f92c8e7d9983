import { type AccountId, type BucketName, bucketKind, type Region } from '../../core/identifiers';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { Mode } from '../../core/mode';
import type {
  BucketPlace,
  BucketStore,
  LifecycleGrant,
  LifecycleRead,
  LifecycleWritten,
  StoreProblem,
  TagsRead,
} from '../../core/ports';
import { refusalOf, type S3Refusal } from './lifecycle-rules-of-s3';

export interface FakeBucket {
  readonly account: AccountId;
  readonly region: Region;
  lifecycle?: LifecycleConfiguration | undefined;
  tags?: ReadonlyMap<string, string>;
  /** Whether the policy of a directory bucket lets S3 act on it. @default it does */
  grantsLifecycle?: boolean;
}

export type Operation = keyof BucketStore;

/**
 * S3 of all accounts, in memory. Checks what S3 checks: the bucket is there, in the Region that was asked, owned by the
 * account that is expected; a write has to be acceptable to S3, and without a size header gets S3's own default. Next answers can be
 * put in the way (`answerNext`), and somebody else's doing be played just after a call (`after`).
 */
export class InMemoryS3 {
  readonly buckets = new Map<BucketName, FakeBucket>();
  readonly calls: { readonly operation: Operation; readonly place: BucketPlace }[] = [];
  readonly #answers: { readonly operation: Operation; readonly answer: StoreProblem | { readonly kind: 'none' } }[] =
    [];
  readonly #sequels: { readonly operation: Operation; readonly run: (bucket: FakeBucket) => void }[] = [];

  /** The next call of `operation` gets `answer`, and does nothing. */
  answerNext(operation: Operation, answer: StoreProblem | { readonly kind: 'none' }): void {
    this.#answers.push({ operation, answer });
  }

  /** Runs once, when the next call of `operation` has done its work. */
  after(operation: Operation, run: (bucket: FakeBucket) => void): void {
    this.#sequels.push({ operation, run });
  }

  operations(): readonly Operation[] {
    return this.calls.map(({ operation }) => operation);
  }

  /** `buckets`: those that the session may reach (@default all); one for `audit` cannot write. */
  store(buckets?: readonly BucketName[], mode: Mode = 'apply'): BucketStore {
    const call = <T>(operation: Operation, place: BucketPlace, act: (bucket: FakeBucket) => T): T | StoreProblem => {
      this.calls.push({ operation, place });
      const scripted = this.#answers.findIndex((entry) => entry.operation === operation);
      const [answer] = scripted < 0 ? [] : this.#answers.splice(scripted, 1);
      if (answer !== undefined) return answer.answer as T | StoreProblem;
      const writes = operation === 'writeLifecycle' || operation === 'deleteLifecycle';
      const reached = (buckets === undefined || buckets.includes(place.bucket)) && (mode === 'apply' || !writes);
      const bucket = this.buckets.get(place.bucket);
      if (!reached) {
        const message = 'User is not authorized because no session policy allows the action';
        return { kind: 'denied', message, policyKind: 'session policy' };
      }
      if (bucket === undefined) return { kind: 'no-such-bucket' };
      if (bucket.region !== place.region) return { kind: 'wrong-region', region: bucket.region };
      if (bucket.account !== place.account) return { kind: 'denied', message: 'Access Denied' };
      const result = act(bucket);
      const sequel = this.#sequels.findIndex((entry) => entry.operation === operation);
      if (sequel >= 0) for (const { run } of this.#sequels.splice(sequel, 1)) run(bucket);
      return result;
    };
    return {
      readLifecycle: async (place) =>
        call<LifecycleRead>('readLifecycle', place, ({ lifecycle }) =>
          lifecycle === undefined ? { kind: 'none' } : { kind: 'found', configuration: lifecycle },
        ),
      writeLifecycle: async (place, configuration) =>
        call<LifecycleWritten>('writeLifecycle', place, (bucket) => {
          const { xml, transitionDefaultMinimumObjectSize: sent } = configuration;
          const directory = bucketKind(place.bucket) === 'directory';
          const refusal = refusalOf(xml) ?? (directory ? refusalOfDirectory(xml, sent) : undefined);
          if (refusal !== undefined) return { kind: 'refused', ...refusal };
          const size = sent ?? 'all_storage_classes_128K';
          bucket.lifecycle = directory ? { xml } : { xml, transitionDefaultMinimumObjectSize: size };
          return { kind: 'written' };
        }),
      deleteLifecycle: async (place) =>
        call<LifecycleWritten>('deleteLifecycle', place, (bucket) => {
          bucket.lifecycle = undefined;
          return { kind: 'written' };
        }),
      readTags: async (place) =>
        call<TagsRead>('readTags', place, ({ tags }) =>
          tags === undefined || tags.size === 0 ? { kind: 'none' } : { kind: 'found', tags },
        ),
      readLifecycleGrant: async (place) =>
        call<LifecycleGrant>('readLifecycleGrant', place, ({ grantsLifecycle }) =>
          grantsLifecycle === false
            ? { kind: 'missing', statement: '{ "Action": "s3express:CreateSession" }' }
            : { kind: 'granted' },
        ),
    };
  }
}

/** Source: "Working with S3 Lifecycle for directory buckets", Amazon S3 User Guide. */
function refusalOfDirectory(xml: string, size: string | undefined): S3Refusal | undefined {
  if (size !== undefined) return { code: 'InvalidRequest', message: 'Directory buckets take no minimum object size' };
  const v1 = !xml.includes('<Filter');
  return v1 ? { code: 'InvalidRequest', message: 'Directory buckets take rules with a Filter' } : undefined;
}
