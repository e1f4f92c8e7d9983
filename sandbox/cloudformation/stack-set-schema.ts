import { z } from 'zod';

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const count = z.coerce.number().int().min(0);
const percentage = z.coerce.number().int().min(0).max(100);
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'not a Region');
const parameter = z.strictObject({ ParameterKey: z.string(), ParameterValue: z.string() });

const deploymentTargets = z.strictObject({
  OrganizationalUnitIds: z
    .array(z.string().regex(/^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$/, 'not an OU or root'))
    .min(1)
    .optional(),
  Accounts: z
    .array(z.string().regex(/^\d{12}$/, 'not an account'))
    .min(1)
    .optional(),
  AccountFilterType: z.enum(['NONE', 'INTERSECTION', 'DIFFERENCE', 'UNION']).optional(),
  AccountsUrl: z.string().optional(),
});

/** Every property of the resource type. Source: "AWS::CloudFormation::StackSet", CloudFormation Template Reference. */
export const stackSetSchema = z.strictObject({
  AdministrationRoleARN: z.string().optional(),
  AutoDeployment: z
    .strictObject({
      DependsOn: z.array(z.string()).max(10).optional(),
      Enabled: flag.optional(),
      RetainStacksOnAccountRemoval: flag.optional(),
    })
    .optional(),
  CallAs: z.enum(['SELF', 'DELEGATED_ADMIN']).optional(),
  Capabilities: z.array(z.enum(['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'])).optional(),
  Description: z.string().min(1).max(1024).optional(),
  ExecutionRoleName: z.string().optional(),
  ManagedExecution: z.strictObject({ Active: flag.optional() }).optional(),
  OperationPreferences: z
    .strictObject({
      ConcurrencyMode: z.enum(['STRICT_FAILURE_TOLERANCE', 'SOFT_FAILURE_TOLERANCE']).optional(),
      FailureToleranceCount: count.optional(),
      FailureTolerancePercentage: percentage.optional(),
      MaxConcurrentCount: count.min(1).optional(),
      MaxConcurrentPercentage: percentage.min(1).optional(),
      RegionConcurrencyType: z.enum(['SEQUENTIAL', 'PARALLEL']).optional(),
      RegionOrder: z.array(region).optional(),
    })
    .refine((value) => value.FailureToleranceCount === undefined || value.FailureTolerancePercentage === undefined, {
      error: 'FailureToleranceCount and FailureTolerancePercentage exclude each other',
    })
    .refine((value) => value.MaxConcurrentCount === undefined || value.MaxConcurrentPercentage === undefined, {
      error: 'MaxConcurrentCount and MaxConcurrentPercentage exclude each other',
    })
    .optional(),
  Parameters: z.array(parameter).optional(),
  PermissionModel: z.enum(['SERVICE_MANAGED', 'SELF_MANAGED']),
  StackInstancesGroup: z
    .array(
      z.strictObject({
        DeploymentTargets: deploymentTargets,
        ParameterOverrides: z.array(parameter).optional(),
        Regions: z.array(region).min(1),
      }),
    )
    .optional(),
  StackSetName: z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{0,127}$/),
  Tags: z
    .array(z.strictObject({ Key: z.string(), Value: z.string() }))
    .max(50)
    .optional(),
  TemplateBody: z.string().min(1).max(51_200).optional(),
  TemplateURL: z.string().optional(),
});

export type StackSetProperties = z.infer<typeof stackSetSchema>;
export type StackInstancesGroup = NonNullable<StackSetProperties['StackInstancesGroup']>[number];
export type OperationPreferences = NonNullable<StackSetProperties['OperationPreferences']>;
