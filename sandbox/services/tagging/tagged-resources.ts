export interface TaggedResource {
  readonly arn: string;
  readonly tags: ReadonlyMap<string, string>;
}

/** Resources of one type as the tagging API finds them, in any order. Resources without tags are left out. */
export interface TaggedResources {
  /** Forms of the type in `ResourceTypeFilters`, such as `s3` and `s3:bucket`. */
  readonly types: readonly string[];
  list(account: string, region: string): Iterable<TaggedResource>;
}
