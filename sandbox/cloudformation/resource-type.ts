import type { z } from 'zod';

/** Where a stack lives; `organizationId` is undefined outside an organization. */
export interface StackContext {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly stackName: string;
  readonly stackId: string;
}

export interface ResourceRequest<Properties> {
  readonly logicalId: string;
  /** Resolved (no intrinsic functions left) and parsed by `schema`. */
  readonly properties: Properties;
  readonly stack: StackContext;
  /** The file asset behind an S3 location, as a local folder or zip; throws if the assembly holds none. */
  assetPath(bucket: string, key: string): string;
}

export interface ResourceResult {
  /** What `Ref` answers. */
  readonly ref: string;
  /** What `Fn::GetAtt` answers, by attribute name. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Undoes the creation. */
  delete(): Promise<void>;
}

/**
 * One CloudFormation resource type. `schema` is strict (z.strictObject, nested too): a property that is not in it ends the
 * deployment. CloudFormation passes numbers and booleans as text at times: coerce.
 */
export interface ResourceType<Properties = unknown> {
  readonly typeName: string;
  readonly schema: z.ZodType<Properties>;
  create(request: ResourceRequest<Properties>): Promise<ResourceResult>;
}
