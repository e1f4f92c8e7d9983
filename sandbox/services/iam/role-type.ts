import { z } from 'zod';
import { generatedName } from '../../cloudformation/generated-name';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { Identifiers } from '../../identity/identifiers';
import type { IamRegistry } from './iam-registry';
import { policyDocument, tagList } from './properties';

const schema = z.strictObject({
  AssumeRolePolicyDocument: policyDocument,
  Description: z.string().optional(),
  ManagedPolicyArns: z.array(z.string()).optional(),
  MaxSessionDuration: z.coerce.number().int().optional(),
  Path: z.string().optional(),
  PermissionsBoundary: z.string().optional(),
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: policyDocument })).optional(),
  RoleName: z.string().optional(),
  Tags: tagList.optional(),
});

/** AWS::IAM::Role. `Ref` is the name; attributes `Arn` and `RoleId`. */
export function roleType(registry: IamRegistry, identifiers: Identifiers): ResourceType<z.output<typeof schema>> {
  return {
    typeName: 'AWS::IAM::Role',
    schema,
    async create({ logicalId, properties, stack }) {
      const role = registry.createRole({
        accountId: stack.account,
        partition: stack.partition,
        roleName: properties.RoleName ?? generatedName(stack.stackName, logicalId, 64, identifiers.letters(12)),
        path: properties.Path ?? '/',
        assumeRolePolicy: properties.AssumeRolePolicyDocument,
        maxSessionDuration: properties.MaxSessionDuration ?? 3600,
        description: properties.Description,
        permissionsBoundary: properties.PermissionsBoundary,
        tags: new Map((properties.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
      });
      const { roleName } = role;
      const managed = properties.ManagedPolicyArns ?? [];
      const inline = properties.Policies ?? [];
      const remove = () => {
        for (const arn of managed) registry.detachRolePolicy(stack.account, roleName, arn);
        for (const { PolicyName } of inline) registry.deleteRolePolicy(stack.account, roleName, PolicyName);
        registry.deleteRole(stack.account, roleName);
      };
      try {
        for (const arn of managed) registry.attachRolePolicy(stack.account, roleName, arn);
        for (const policy of inline) {
          registry.putRolePolicy(stack.account, roleName, policy.PolicyName, policy.PolicyDocument);
        }
      } catch (error) {
        remove();
        throw error;
      }
      return {
        ref: roleName,
        attributes: { Arn: role.roleArn, RoleId: role.roleId },
        async delete() {
          remove();
        },
      };
    },
    updates: {
      // other policies than before under other names, and other tags, are not modelled
      inPlace: ['AssumeRolePolicyDocument', 'Description', 'MaxSessionDuration', 'PermissionsBoundary'],
      replaces: ['RoleName', 'Path'],
      name: 'RoleName',
      async update({ properties, stack }, before) {
        registry.updateRole(stack.account, before.ref, {
          assumeRolePolicy: properties.AssumeRolePolicyDocument,
          maxSessionDuration: properties.MaxSessionDuration ?? 3600,
          description: properties.Description,
          permissionsBoundary: properties.PermissionsBoundary,
        });
        return before;
      },
    },
  };
}
