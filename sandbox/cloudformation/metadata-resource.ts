import { z } from 'zod';
import type { ResourceType } from './resource-type';

/** `AWS::CDK::Metadata` says which constructs a stack was made with, and does nothing. */
export const cdkMetadata: ResourceType<{ Analytics?: string | undefined }> = {
  typeName: 'AWS::CDK::Metadata',
  schema: z.strictObject({ Analytics: z.string().optional() }),
  async create({ logicalId, stack }) {
    return { ref: `${stack.stackName}-${logicalId}`, attributes: {}, async delete() {} };
  },
};
