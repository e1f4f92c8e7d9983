import { DEFAULT_QUALIFIER, names, RULE_ID } from '../core/contract/names';
import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import type { Cloud } from '../sandbox/cloud';
import type { TraceEntry } from '../sandbox/trace';

const BY_PRODUCT = `:assumed-role/${names(DEFAULT_QUALIFIER).memberRole}/`;
const WRITES = ['CreateBucket', 'DeleteBucket', 'PutBucketLifecycleConfiguration', 'DeleteBucketLifecycle'].flatMap(
  (name) => [`s3:${name}`, `s3express:${name}`],
);

/** One bucket's configuration against the copy. */
export interface Compared {
  readonly bucket: string;
  /**
   * `same`: to the letter, header included, what its owner wrote last. `same-without-ours`: its owner had written a rule with our ID,
   * and it is that text to the letter without that rule. Else `different`.
   */
  readonly verdict: 'same' | 'same-without-ours' | 'different';
}

/**
 * Copies of what the owners of all buckets wrote last: of what is there now, and of each later write that is not the product's, as soon
 * as it is done. A bucket without a copy never had a configuration of its owner.
 */
export class OwnersCopies {
  readonly #cloud: Cloud;
  readonly #copies = new Map<string, LifecycleConfiguration | undefined>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    for (const bucket of this.#listed()) this.#copies.set(bucket, this.now(bucket));
    cloud.trace.listen((entry) => {
      const bucket = writtenByOwner(entry);
      if (bucket !== undefined) this.#copies.set(bucket, this.now(bucket));
    });
  }

  /** What a bucket holds at this moment, looked up without a call. */
  now(bucket: string): LifecycleConfiguration | undefined {
    const { s3, s3express } = this.#cloud;
    const xml = s3express.inspect(bucket)?.lifecycle;
    return xml === undefined ? s3.inspect(bucket)?.lifecycle : { xml };
  }

  /** What the owner of a bucket wrote last. */
  of(bucket: string): LifecycleConfiguration | undefined {
    return this.#copies.get(bucket);
  }

  /** Every bucket of the organization, its configuration now against the copy. */
  compare(): readonly Compared[] {
    const buckets = [...new Set([...this.#listed(), ...this.#copies.keys()])].sort();
    return buckets.map((bucket) => ({ bucket, verdict: compared(this.of(bucket), this.now(bucket)) }));
  }

  #listed(): readonly string[] {
    const { organization, s3 } = this.#cloud;
    return organization.accounts().flatMap(({ id }) => [...s3.bucketNames(id)]);
  }
}

/** How a configuration `now` stands to the `copy` of what its owner wrote last. */
export function compared(
  copy: LifecycleConfiguration | undefined,
  now: LifecycleConfiguration | undefined,
): Compared['verdict'] {
  const without = withoutRuleOfOurId(copy);
  const hadOurs = without?.xml !== copy?.xml;
  const header = without?.transitionDefaultMinimumObjectSize === now?.transitionDefaultMinimumObjectSize;
  if (without?.xml !== now?.xml || !header) return 'different';
  return hadOurs ? 'same-without-ours' : 'same';
}

/** Cut out of the text, so that it does not lean on what it checks; undefined where no rule is left. */
function withoutRuleOfOurId(configuration: LifecycleConfiguration | undefined): LifecycleConfiguration | undefined {
  if (configuration === undefined) return undefined;
  const ours = new RegExp(
    `<Rule>(?:(?!</Rule>).)*<ID>${RULE_ID}</ID>(?:(?!</Rule>).)*<AbortIncompleteMultipartUpload>(?:(?!</Rule>).)*</Rule>`,
    's',
  );
  const xml = configuration.xml.replace(ours, '');
  return xml.includes('<Rule>') ? { ...configuration, xml } : undefined;
}

function writtenByOwner(entry: TraceEntry): string | undefined {
  if (entry.kind !== 'call' || entry.error !== undefined) return undefined;
  if (!WRITES.includes(entry.action) || entry.caller.includes(BY_PRODUCT)) return undefined;
  return entry.resource.split(/[:/]/).at(-1);
}
