import { SortedNames } from '../sorted-names';

/** Content of an object, and what PutObject said of it. */
export interface ObjectContent {
  readonly body: Buffer;
  /** Without the quotes that it has on the wire. */
  readonly etag: string;
  /** Headers that GetObject and HeadObject repeat, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Repeated only to a reader who asks for checksums. */
  readonly checksum: Readonly<Record<string, string>>;
}

export interface ObjectVersion {
  readonly key: string;
  /** `null` where versioning was not enabled. */
  readonly versionId: string;
  readonly lastModified: Date;
  /** Undefined for a delete marker. */
  readonly content: ObjectContent | undefined;
}

/** The objects of one bucket, each with its versions. */
export class ObjectStore {
  /** Newest first; never an empty list. */
  readonly #versions = new Map<string, readonly ObjectVersion[]>();
  readonly #keys = new SortedNames();

  /** Whether there is nothing in it, not even a delete marker. */
  get isEmpty(): boolean {
    return this.#versions.size === 0;
  }

  /** The newest version, which may be a delete marker. */
  newest(key: string): ObjectVersion | undefined {
    return this.#versions.get(key)?.[0];
  }

  version(key: string, versionId: string): ObjectVersion | undefined {
    return this.versions(key).find((version) => version.versionId === versionId);
  }

  /** Newest first. */
  versions(key: string): readonly ObjectVersion[] {
    return this.#versions.get(key) ?? [];
  }

  /** Keys with at least one version, delete markers included, in order. */
  keys(prefix: string, after?: string): Generator<string> {
    return this.#keys.withPrefix(prefix, after);
  }

  /** Adds the newest version; one with the same version ID (`null`) is replaced. */
  add(version: ObjectVersion): void {
    const others = this.versions(version.key).filter(({ versionId }) => versionId !== version.versionId);
    this.#versions.set(version.key, [version, ...others]);
    this.#keys.add(version.key);
  }

  /** Removes one version for ever; answers what it was. */
  remove(key: string, versionId: string): ObjectVersion | undefined {
    const found = this.version(key, versionId);
    const left = this.versions(key).filter((version) => version !== found);
    if (left.length > 0) {
      this.#versions.set(key, left);
    } else {
      this.#versions.delete(key);
      this.#keys.delete(key);
    }
    return found;
  }
}
