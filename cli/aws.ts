import { awsFailure, credentialTrouble } from '../adapters/aws-errors';
import type { CommonOptions } from './command-options';
import { WrongUse } from './wrong-use';

/** Configuration for any SDK client: the profile and Region that were asked for; what is absent the SDK finds itself. */
export function clientConfig({ profile, region }: CommonOptions): { profile?: string; region?: string } {
  return { ...(profile === undefined ? {} : { profile }), ...(region === undefined ? {} : { region }) };
}

/**
 * Does something with AWS. What the person at the command line can put right (no credentials, expired ones, no Region, no
 * way to the service, no permission) ends as WrongUse: what happened while doing `what`, and the remedy. `permission`: the action that is
 * needed, if it is one.
 */
export async function withAws<T>(what: string, permission: string | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const failure = awsFailure(error);
    const trouble = credentialTrouble(failure);
    if (trouble === undefined) throw error;
    throw new WrongUse(
      `${what}: ${WORDS[trouble]} (${failure.code}: ${failure.message})`,
      remedyFor(trouble, permission),
      {
        cause: error,
      },
    );
  }
}

const WORDS = {
  none: 'there are no credentials',
  expired: 'the credentials are expired',
  invalid: 'AWS does not know the credentials',
  'no-region': 'there is no Region that could be one',
  unreachable: 'AWS cannot be reached',
  denied: 'permission is denied',
} as const;

function remedyFor(trouble: keyof typeof WORDS, permission: string | null): string {
  switch (trouble) {
    case 'none':
      return 'log in (aws sso login, aws configure), or name a profile with --profile';
    case 'expired':
      return 'log in again (aws sso login), or renew the session';
    case 'invalid':
      return 'see with aws sts get-caller-identity who you are, and check --profile';
    case 'no-region':
      return 'name one with --region, or set AWS_REGION';
    case 'unreachable':
      return 'check the network, the proxy and AWS_ENDPOINT_URL, if it is set';
    case 'denied':
      return permission === null ? 'use credentials that may do it' : `use credentials that may do ${permission}`;
  }
}
