import { randomBytes } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SUFFIX_LENGTH = 12;

/**
 * `STACK-LOGICALID-SUFFIX`, cut to `maximum` characters, as CloudFormation names what has no name of its own. The suffix is made up unless given.
 * Source: "Name type", CloudFormation User Guide.
 */
export function generatedName(stackName: string, logicalId: string, maximum: number, suffix = randomSuffix()): string {
  const room = maximum - suffix.length - 2;
  const logicalRoom = Math.max(room - stackName.length, Math.floor(room / 2));
  const logical = logicalId.slice(0, logicalRoom);
  return `${stackName.slice(0, room - logical.length)}-${logical}-${suffix}`;
}

function randomSuffix(): string {
  return Array.from(randomBytes(SUFFIX_LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('');
}
