import type { XmlNode } from '../../../wire/xml';

/** One rule as its checks read it; `source` keeps every member as it came. */
export interface Rule {
  readonly source: XmlNode;
  /** '' where S3 makes one up. */
  readonly id: string;
  /** Base level prefix: this makes the rule one of Lifecycle V1. */
  readonly prefix: string | undefined;
  /** This makes the rule one of Lifecycle V2. */
  readonly filter: Filter | undefined;
  readonly expiration: Expiration | undefined;
  readonly transitions: readonly Transition[];
  readonly noncurrentExpiration: Noncurrent | undefined;
  readonly noncurrentTransitions: readonly (Noncurrent & { readonly storageClass: string })[];
  readonly abortDays: number | undefined;
}

export interface Filter {
  readonly prefix: string | undefined;
  readonly tagKeys: readonly string[];
  readonly sizeGreaterThan: number | undefined;
  readonly sizeLessThan: number | undefined;
}

export interface Expiration {
  readonly days: number | undefined;
  /** As it was written. */
  readonly date: string | undefined;
  readonly expiredObjectDeleteMarker: boolean;
  /** Whether the element is there, whatever it says. */
  readonly namesDeleteMarker: boolean;
}

export interface Transition {
  readonly days: number | undefined;
  readonly date: string | undefined;
  readonly storageClass: string;
}

export interface Noncurrent {
  readonly days: number;
  readonly newerVersions: number | undefined;
}

/** How S3 names the scope of a rule in its messages. */
export function scopeText(rule: Rule): string {
  return rule.filter === undefined ? `prefix '${rule.prefix}'` : `filter '(prefix=${rule.filter.prefix ?? ''})'`;
}
