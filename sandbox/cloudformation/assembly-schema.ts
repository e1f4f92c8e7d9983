import { z } from 'zod';

// Source: @aws-cdk/cloud-assembly-schema 55, cloud-assembly/schema and assets/schema.

const stack = z.strictObject({
  templateFile: z.string(),
  stackName: z.string().optional(),
  parameters: z.record(z.string(), z.string()).optional(),
  // Tags of the stack itself: the CDK writes them on the resources as well.
  tags: z.record(z.string(), z.string()).optional(),
  terminationProtection: z.boolean().optional(),
  notificationArns: z.array(z.string()).max(0).optional(),
  // How the CDK CLI reaches the account: nothing of that is deployed.
  validateOnSynth: z.boolean().optional(),
  assumeRoleArn: z.string().optional(),
  assumeRoleExternalId: z.string().optional(),
  assumeRoleAdditionalOptions: z.unknown().optional(),
  cloudFormationExecutionRoleArn: z.string().optional(),
  lookupRole: z.unknown().optional(),
  stackTemplateAssetObjectUrl: z.string().optional(),
  requiresBootstrapStackVersion: z.number().optional(),
  bootstrapStackVersionSsmParameter: z.string().optional(),
  additionalDependencies: z.array(z.string()).optional(),
});

const dependencies = z.array(z.string()).optional();

const artifact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('aws:cloudformation:stack'), environment: z.string(), properties: stack, dependencies }),
  z.object({ type: z.literal('cdk:asset-manifest'), properties: z.object({ file: z.string() }), dependencies }),
  z.object({
    type: z.literal('cdk:cloud-assembly'),
    properties: z.object({ directoryName: z.string() }),
    dependencies,
  }),
  z.object({ type: z.literal('cdk:tree'), dependencies }),
  z.object({ type: z.literal('cdk:feature-flag-report'), dependencies }),
]);

export const manifestSchema = z.object({
  version: z.string(),
  artifacts: z.record(z.string(), artifact).optional(),
  missing: z.array(z.object({ key: z.string() })).optional(),
});

export const assetManifestSchema = z.object({
  version: z.string(),
  files: z
    .record(
      z.string(),
      z.object({
        source: z.strictObject({ path: z.string(), packaging: z.enum(['file', 'zip']).optional() }),
        destinations: z.record(z.string(), z.object({ bucketName: z.string(), objectKey: z.string() })),
      }),
    )
    .optional(),
  dockerImages: z.record(z.string(), z.unknown()).optional(),
});

export type AssetManifest = z.infer<typeof assetManifestSchema>;

/** Throws an Error that names the file and the place for whatever is not in the schema: it is not modelled. */
export function parseFile<Content>(schema: z.ZodType<Content>, file: string, content: unknown): Content {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${file} has what the local organization does not model: ${issues.join('; ')}`);
}
