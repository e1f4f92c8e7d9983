import { z } from 'zod';

/** JSON of a policy; what stands in it is checked by `parsePolicy`. */
export const policyDocument = z.record(z.string(), z.unknown());

export const tagList = z.array(z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) }));
