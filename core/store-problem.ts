import type { StoreProblem } from './ports';
import { type Reason, reason } from './reasons';

/** What a problem comes to. `failed` may pass, and is tried again; the others are final. */
export interface ProblemMeaning {
  readonly verdict: 'failed' | 'gone' | 'denied' | 'refused';
  readonly reason: Reason;
}

/** `mayStillCome`: the bucket is so new that S3 may not know it yet. */
export function problemMeaning(problem: StoreProblem, mayStillCome: boolean): ProblemMeaning {
  switch (problem.kind) {
    case 'no-such-bucket':
      return mayStillCome
        ? { verdict: 'failed', reason: reason('bucket-not-there-yet') }
        : { verdict: 'gone', reason: reason('bucket-gone') };
    case 'denied':
      return { verdict: 'denied', reason: reason('access-denied', deniedInWords(problem)) };
    case 'refused':
      return { verdict: 'refused', reason: reason('refused-by-s3', `${problem.code}: ${problem.message}`) };
    case 'wrong-region':
      return { verdict: 'failed', reason: reason('region-unknown') };
    case 'retry':
      return { verdict: 'failed', reason: reason('s3-unavailable', `${problem.code}: ${problem.message}`) };
  }
}

/** S3's words, behind the kind of policy that denied if S3 said so. */
export function deniedInWords({
  message,
  policyKind,
}: {
  readonly message: string;
  readonly policyKind?: string;
}): string {
  return policyKind === undefined ? message : `by a ${policyKind}: ${message}`;
}
