import { z } from 'zod';
import { AwsError } from '../../aws-error';
import { generatedName } from '../../cloudformation/generated-name';
import type { ResourceType } from '../../cloudformation/resource-type';

export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly changedAt: Date;
}

/** Parameters of Systems Manager, of the type String. */
export class Parameters {
  readonly #parameters = new Map<string, Parameter>();

  get(account: string, region: string, name: string): Parameter | undefined {
    return this.#parameters.get(`${account}/${region}/${name}`);
  }

  /** Throws AwsError ParameterAlreadyExists. */
  create(account: string, region: string, name: string, value: string): void {
    if (this.get(account, region, name) !== undefined) {
      throw new AwsError('ParameterAlreadyExists', 'The parameter already exists.');
    }
    this.#parameters.set(`${account}/${region}/${name}`, { name, value, changedAt: new Date() });
  }

  delete(account: string, region: string, name: string): void {
    this.#parameters.delete(`${account}/${region}/${name}`);
  }
}

const schema = z.strictObject({
  Name: z
    .string()
    .regex(/^[\w./-]{1,1011}$/)
    .optional(),
  Type: z.literal('String'),
  Value: z.string().min(1).max(4_096),
});

/** `AWS::SSM::Parameter` (Ref: name; Type, Value). */
export function parameterType(parameters: Parameters): ResourceType<z.infer<typeof schema>> {
  return {
    typeName: 'AWS::SSM::Parameter',
    schema,
    async create({ properties, stack, logicalId }) {
      const { Name = generatedName(stack.stackName, logicalId, 255), Type, Value } = properties;
      parameters.create(stack.account, stack.region, Name, Value);
      return {
        ref: Name,
        attributes: { Type, Value },
        async delete() {
          parameters.delete(stack.account, stack.region, Name);
        },
      };
    },
  };
}
