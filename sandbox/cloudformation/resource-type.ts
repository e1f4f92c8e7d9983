import type { z } from 'zod';
import type { TemplateObject } from './template-value';

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

/** A resource of a stack, with the properties that it was last given, without intrinsic functions. */
export interface CreatedResource extends ResourceResult {
  readonly properties: TemplateObject;
}

/**
 * What a change of each property comes to. Source: "Update requires" of each property, CloudFormation Template Reference. A change of a
 * property that is in neither list is refused as not modelled.
 */
export interface UpdateModel<Properties = unknown> {
  /** Properties that are changed while the resource stays: "No interruption" and "Some interruptions". */
  readonly inPlace: readonly string[];
  /** Properties for whose change another resource takes its place: "Replacement". */
  readonly replaces: readonly string[];
  /** The property that names it: for as long as the name stays, no other can take its place. @default its names are generated */
  readonly name?: string;
  /** Changes the resource that `before` tells of; it keeps its name and ARN. Throws for what the service refuses: then it is given its former properties. */
  update(request: ResourceRequest<Properties>, before: ResourceResult): Promise<ResourceResult>;
}

/**
 * One CloudFormation resource type. `schema` is strict (z.strictObject, nested too): a property that is not in it ends the
 * deployment. CloudFormation passes numbers and booleans as text at times: coerce.
 */
export interface ResourceType<Properties = unknown> {
  readonly typeName: string;
  readonly schema: z.ZodType<Properties>;
  create(request: ResourceRequest<Properties>): Promise<ResourceResult>;
  /** @default a stack that would change one is refused as not modelled */
  readonly updates?: UpdateModel<Properties>;
}
