import { z } from 'zod';
import { generatedName } from '../../cloudformation/generated-name';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { LogGroups } from './log-groups';

const schema = z.strictObject({
  LogGroupName: z.string().optional(),
  RetentionInDays: z.coerce.number().optional(),
  LogGroupClass: z.literal('STANDARD').optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

/** `AWS::Logs::LogGroup` (Ref: name; Arn, which ends in `:*` as in AWS). */
export function logGroupResourceTypes(logGroups: LogGroups): readonly ResourceType[] {
  const type: ResourceType<z.infer<typeof schema>> = {
    typeName: 'AWS::Logs::LogGroup',
    schema,
    async create({ properties, stack, logicalId }) {
      const name = properties.LogGroupName ?? generatedName(stack.stackName, logicalId, 512);
      const group = { account: stack.account, region: stack.region, name };
      const arn = logGroups.create(group, properties.RetentionInDays);
      return { ref: name, attributes: { Arn: `${arn}:*` }, delete: async () => logGroups.delete(group) };
    },
    updates: {
      inPlace: ['RetentionInDays'],
      replaces: ['LogGroupName'],
      name: 'LogGroupName',
      async update({ properties }, before) {
        logGroups.checkRetention(properties.RetentionInDays);
        return before;
      },
    },
  };
  return [type];
}
