import { type AwsFailure, awsFailure, credentialTrouble } from '../../adapters/aws-errors';
import type { Look } from '../../core/doctor/check';
import { WrongUse } from '../wrong-use';

/** What `see` gives, or why it could not. `permission`: the action that it needs. Never throws. */
export async function looked<Value>(permission: string, see: () => Promise<Value>): Promise<Look<Value>> {
  try {
    return { kind: 'seen', value: await see() };
  } catch (error) {
    const failure = failureOf(error);
    const isDenied = credentialTrouble(failure) === 'denied';
    const why = error instanceof WrongUse && !isDenied ? error.message : `${failure.code}: ${failure.message}`;
    return { kind: 'unseen', why, permission: isDenied ? permission : null };
  }
}

/** The look, unless something that comes before it is missing. */
export function lookedIf<Value>(
  missing: string | null,
  permission: string,
  see: () => Promise<Value>,
): Promise<Look<Value>> {
  return missing === null ? looked(permission, see) : Promise.resolve({ kind: 'skipped', why: missing });
}

/** What a page that could not be had says, `CODE: WORDS`. */
export class Unavailable extends Error {}

/** What AWS said stands behind the words for people. */
function failureOf(error: unknown): AwsFailure {
  if (!(error instanceof Unavailable)) return awsFailure(error instanceof WrongUse ? (error.cause ?? error) : error);
  const [code = '', ...words] = error.message.split(': ');
  return { code, message: words.join(': '), status: undefined, bucketRegion: undefined, attempts: 1 };
}
