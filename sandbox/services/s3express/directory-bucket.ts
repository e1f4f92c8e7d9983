import type { PolicyDocument } from '../../policy/document';

export interface DirectoryBucket {
  /** `BASE--ZONEID--x-s3`. */
  readonly name: string;
  /** Twelve digits. */
  readonly owner: string;
  readonly region: string;
  /** Such as `euc1-az1`. */
  readonly zone: string;
  /** `arn:aws:s3express:REGION:ACCOUNT:bucket/NAME` */
  readonly arn: string;
  readonly createdAt: Date;
  tags: ReadonlyMap<string, string>;
  /** One `LifecycleConfiguration` document without the XML declaration, as GET answers it. */
  lifecycle: string | undefined;
  policy: { readonly text: string; readonly document: PolicyDocument } | undefined;
}
