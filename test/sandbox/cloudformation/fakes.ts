import { z } from 'zod';
import type { ResourceType } from '../../../sandbox/cloudformation/resource-type';
import { Stacks, type StacksOptions } from '../../../sandbox/cloudformation/stacks';
import { Trace } from '../../../sandbox/trace';

const schema = z.strictObject({
  Name: z.string().optional(),
  Value: z.unknown().optional(),
  Fail: z.string().optional(),
  Nested: z.strictObject({ Count: z.coerce.number().int() }).optional(),
});

/** `Test::Thing::Box` keeps what it was given, in the order of creation, and fails when asked to. */
export class Boxes {
  readonly alive = new Map<string, unknown>();
  readonly log: string[] = [];
  /** Accounts in which every box fails. */
  readonly broken = new Set<string>();

  type(typeName = 'Test::Thing::Box'): ResourceType<z.infer<typeof schema>> {
    return {
      typeName,
      schema,
      create: async ({ logicalId, properties, stack }) => {
        const key = `${stack.account}/${stack.region}/${properties.Name ?? logicalId}`;
        this.log.push(`create ${key}`);
        await new Promise(setImmediate);
        if (this.broken.has(stack.account)) throw new Error('the account is broken');
        if (properties.Fail !== undefined) throw new Error(properties.Fail);
        this.alive.set(key, properties.Value);
        return {
          ref: `box-${properties.Name ?? logicalId}`,
          attributes: { Arn: `arn:box:${properties.Name ?? logicalId}`, 'Deep.Name': 'deep' },
          delete: async () => {
            this.log.push(`delete ${key}`);
            this.alive.delete(key);
          },
        };
      },
      updates: {
        inPlace: ['Value', 'Fail'],
        replaces: ['Name'],
        update: async ({ logicalId, properties, stack }, before) => {
          const key = `${stack.account}/${stack.region}/${properties.Name ?? logicalId}`;
          this.log.push(`update ${key}`);
          await new Promise(setImmediate);
          if (this.broken.has(stack.account)) throw new Error('the account is broken');
          if (properties.Fail !== undefined) throw new Error(properties.Fail);
          this.alive.set(key, properties.Value);
          return before;
        },
      },
    };
  }
}

export const ACCOUNT = '111111111111';
export const REGION = 'eu-west-1';

export function stage(options: Partial<StacksOptions> = {}) {
  const boxes = new Boxes();
  const trace = new Trace();
  const stacks = new Stacks({ trace, accountExists: (id) => id !== '999999999999', ...options });
  stacks.register(boxes.type(), boxes.type('AWS::IAM::Role'));
  const deploy = (template: unknown, rest: { parameters?: Record<string, string>; stackName?: string } = {}) =>
    stacks.deployStack({ template, account: ACCOUNT, region: REGION, stackName: 'stack', ...rest });
  /** What a box was given as `Value`, with the other sections of a template. */
  const boxValue = async (value: unknown, sections: object = {}, parameters: Record<string, string> = {}) => {
    await deploy({ ...sections, Resources: { A: box({ Value: value }) } }, { parameters });
    return boxes.alive.get(`${ACCOUNT}/${REGION}/A`);
  };
  return { boxes, trace, stacks, deploy, boxValue };
}

export function box(properties: object = {}, attributes: object = {}) {
  return { Type: 'Test::Thing::Box', Properties: properties, ...attributes };
}
