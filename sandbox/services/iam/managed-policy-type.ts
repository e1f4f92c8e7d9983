import { z } from 'zod';
import { generatedName } from '../../cloudformation/generated-name';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { Identifiers } from '../../identity/identifiers';
import type { IamRegistry } from './iam-registry';
import { policyDocument } from './properties';

const schema = z.strictObject({
  Description: z.string().optional(),
  ManagedPolicyName: z.string().optional(),
  Path: z.string().optional(),
  PolicyDocument: policyDocument,
  Roles: z.array(z.string()).optional(),
});

/** AWS::IAM::ManagedPolicy. `Ref` is the ARN; attributes `PolicyArn` and `PolicyId`. */
export function managedPolicyType(
  registry: IamRegistry,
  identifiers: Identifiers,
): ResourceType<z.output<typeof schema>> {
  return {
    typeName: 'AWS::IAM::ManagedPolicy',
    schema,
    async create({ logicalId, properties, stack }) {
      const policy = registry.createPolicy({
        accountId: stack.account,
        partition: stack.partition,
        policyName:
          properties.ManagedPolicyName ?? generatedName(stack.stackName, logicalId, 128, identifiers.letters(12)),
        path: properties.Path ?? '/',
        document: properties.PolicyDocument,
        description: properties.Description,
      });
      const done: string[] = [];
      const remove = () => {
        for (const role of done) registry.detachRolePolicy(stack.account, role, policy.arn);
        registry.deletePolicy(policy.arn);
      };
      try {
        for (const role of properties.Roles ?? []) {
          registry.attachRolePolicy(stack.account, role, policy.arn);
          done.push(role);
        }
      } catch (error) {
        remove();
        throw error;
      }
      return {
        ref: policy.arn,
        attributes: { PolicyArn: policy.arn, PolicyId: policy.policyId },
        async delete() {
          remove();
        },
      };
    },
  };
}
