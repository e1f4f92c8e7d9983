import { parseRegion, type Region } from '../core/identifiers';
import type { StoreProblem } from '../core/ports';
import { type AwsFailure, denyingPolicy, regionTrouble, s3Meaning } from './aws-errors';

/** What a failure of S3 means for the bucket or the listing that was asked for in `region`. */
export function storeProblem(failure: AwsFailure, region: Region): StoreProblem {
  const { code, message } = failure;
  switch (s3Meaning(failure)) {
    case 'no-such-bucket':
      return { kind: 'no-such-bucket' };
    case 'denied': {
      const policyKind = denyingPolicy(message);
      return policyKind === undefined ? { kind: 'denied', message } : { kind: 'denied', message, policyKind };
    }
    case 'wrong-region': {
      const named = parseRegion(failure.bucketRegion);
      return named === undefined ? { kind: 'wrong-region' } : { kind: 'wrong-region', region: named };
    }
    case 'refused':
      return { kind: 'refused', code, message };
    default:
      return { kind: 'retry', code, message: inWords(failure, region) };
  }
}

function inWords(failure: AwsFailure, region: Region): string {
  const { message } = failure;
  switch (regionTrouble(failure)) {
    case 'unknown':
      return `no host of the Region ${region} can be found: ${message}`;
    case 'off':
      return `the Region ${region} does not know the account, as where it is off: ${message}`;
    default:
      return message;
  }
}
