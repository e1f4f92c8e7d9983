import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { partitionOf } from '../../arn';
import { AwsError } from '../../aws-error';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { PolicyStatement } from '../../policy/document';
import { functionArnOf } from './function-registry';
import type { LambdaService } from './lambda-service';

const schema = z.strictObject({
  Action: z.string().regex(/^(lambda:[*]|lambda:[A-Za-z]+|[*])$/),
  FunctionName: z.string(),
  Principal: z.string(),
  PrincipalOrgID: z.string().optional(),
  SourceAccount: z.string().optional(),
  SourceArn: z.string().optional(),
});

/** `AWS::Lambda::Permission`: a statement of the function's policy (Ref and Id: its ID). */
export function permissionType(lambda: LambdaService): ResourceType<z.infer<typeof schema>> {
  return {
    typeName: 'AWS::Lambda::Permission',
    schema,
    async create({ properties, stack, logicalId }) {
      const target = lambda.functions.get(functionArnOf(properties.FunctionName, stack.account, stack.region));
      const id = `${stack.stackName}-${logicalId}-${randomUUID().slice(0, 12)}`;
      const conditions: Record<string, Record<string, readonly string[]>> = {};
      const add = (operator: string, key: string, value: string | undefined) => {
        if (value !== undefined) conditions[operator] = { ...conditions[operator], [key]: [value] };
      };
      add('ArnLike', 'aws:SourceArn', properties.SourceArn);
      add('StringEquals', 'aws:SourceAccount', properties.SourceAccount);
      add('StringEquals', 'aws:PrincipalOrgID', properties.PrincipalOrgID);
      target.policy.set(id, {
        Sid: id,
        Effect: 'Allow',
        Principal: principalOf(properties.Principal, stack.region),
        Action: [properties.Action],
        Resource: [target.configuration.arn],
        ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
      });
      return {
        ref: id,
        attributes: { Id: id },
        async delete() {
          target.policy.delete(id);
        },
      };
    },
  };
}

function principalOf(principal: string, region: string): NonNullable<PolicyStatement['Principal']> {
  if (principal === '*') return '*';
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(principal)) return { Service: [principal] };
  if (/^\d{12}$/.test(principal)) return { AWS: [`arn:${partitionOf(region)}:iam::${principal}:root`] };
  if (principal.startsWith('arn:')) return { AWS: [principal] };
  throw new AwsError(
    'InvalidParameterValueException',
    `The provided principal was invalid. Please check the principal and try again. (${principal})`,
  );
}
