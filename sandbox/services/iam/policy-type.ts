import { z } from 'zod';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { IamRegistry } from './iam-registry';
import { policyDocument } from './properties';

const schema = z.strictObject({
  PolicyDocument: policyDocument,
  PolicyName: z.string(),
  Roles: z.array(z.string()).min(1),
});

/** AWS::IAM::Policy: an inline policy of each role in `Roles`. `Ref` is the name. */
export function policyType(registry: IamRegistry): ResourceType<z.output<typeof schema>> {
  return {
    typeName: 'AWS::IAM::Policy',
    schema,
    async create({ properties, stack }) {
      const { PolicyName, PolicyDocument, Roles } = properties;
      const done: string[] = [];
      const remove = () => {
        for (const role of done) registry.deleteRolePolicy(stack.account, role, PolicyName);
      };
      try {
        for (const role of Roles) {
          registry.putRolePolicy(stack.account, role, PolicyName, PolicyDocument);
          done.push(role);
        }
      } catch (error) {
        remove();
        throw error;
      }
      return {
        ref: PolicyName,
        attributes: { Id: PolicyName },
        async delete() {
          remove();
        },
      };
    },
    updates: {
      // other roles than before are not modelled
      inPlace: ['PolicyDocument'],
      replaces: [],
      async update({ properties: { PolicyName, PolicyDocument, Roles }, stack }, before) {
        for (const role of Roles) registry.putRolePolicy(stack.account, role, PolicyName, PolicyDocument);
        return before;
      },
    },
  };
}
