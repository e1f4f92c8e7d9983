import { z } from 'zod';
import { formatArn } from '../../arn';
import { AwsError } from '../../aws-error';
import { generatedName } from '../../cloudformation/generated-name';
import type { ResourceType } from '../../cloudformation/resource-type';
import { policyDocument } from '../iam/properties';

const schema = z.strictObject({
  ImageTagMutability: z.enum(['MUTABLE', 'IMMUTABLE']).optional(),
  LifecyclePolicy: z.strictObject({ LifecyclePolicyText: z.string() }).optional(),
  RepositoryName: z
    .string()
    .regex(/^(?=.{2,256}$)[a-z0-9]+([._/-][a-z0-9]+)*$/)
    .optional(),
  RepositoryPolicyText: policyDocument.optional(),
});

/** `AWS::ECR::Repository` (Ref: name; Arn, RepositoryUri): its name is taken. ECR itself is not modelled. */
export function repositoryType(): ResourceType<z.infer<typeof schema>> {
  const taken = new Set<string>();
  return {
    typeName: 'AWS::ECR::Repository',
    schema,
    async create({ properties, stack, logicalId }) {
      const { account, region } = stack;
      const name = properties.RepositoryName ?? generatedName(stack.stackName, logicalId, 256).toLowerCase();
      const arn = formatArn({ service: 'ecr', region, account, resource: `repository/${name}` });
      if (taken.has(arn)) throw new AwsError('AlreadyExists', `The repository with name '${name}' already exists`);
      taken.add(arn);
      return {
        ref: name,
        attributes: { Arn: arn, RepositoryUri: `${account}.dkr.ecr.${region}.amazonaws.com/${name}` },
        async delete() {
          taken.delete(arn);
        },
      };
    },
  };
}
