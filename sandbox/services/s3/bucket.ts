import type { PolicyDocument } from '../../policy/document';

export interface StoredLifecycle {
  /** One `LifecycleConfiguration` document without the XML declaration, as GET answers it. */
  readonly xml: string;
  readonly transitionDefaultMinimumObjectSize: string;
}

export interface Bucket {
  readonly name: string;
  /** Twelve digits. */
  readonly owner: string;
  readonly region: string;
  /** As it was given: `EU` stays `EU`; '' in us-east-1. */
  readonly locationConstraint: string;
  readonly createdAt: Date;
  tags: ReadonlyMap<string, string>;
  lifecycle: StoredLifecycle | undefined;
  policy: { readonly text: string; readonly document: PolicyDocument } | undefined;
}
