import { z } from 'zod';
import type { Identifiers } from '../../identity/identifiers';

/** JSON of a policy; what stands in it is checked by `parsePolicy`. */
export const policyDocument = z.record(z.string(), z.unknown());

export const tagList = z.array(z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) }));

/** `STACK-LOGICALID-RANDOM`, cut to `maximum` characters, as CloudFormation names what has no name of its own. */
export function generatedName(stackName: string, logicalId: string, maximum: number, identifiers: Identifiers): string {
  const suffix = identifiers.letters(12);
  const room = maximum - suffix.length - 2;
  const logicalRoom = Math.max(room - stackName.length, Math.floor(room / 2));
  const logical = logicalId.slice(0, logicalRoom);
  return `${stackName.slice(0, room - logical.length)}-${logical}-${suffix}`;
}
