import { bucketKind } from '../identifiers';
import type { StoreProblem } from '../ports';
import { reason } from '../reasons';
import { type ProblemMeaning, problemMeaning } from '../store-problem';
import type { Candidate, Visit } from './visit';

/** A bucket this young may still send its event, and may not be known to all of S3 yet, in milliseconds. */
export const YOUNG_MS = 15 * 60_000;

/** What it comes to that S3 does not show a bucket's configuration to a survey. */
export function bucketProblem(problem: StoreProblem, candidate: Candidate, { clock, run }: Visit): ProblemMeaning {
  const { bucket, listed, record } = candidate;
  if (listed === null) {
    if (problem.kind === 'no-such-bucket') return { verdict: 'gone', reason: reason('bucket-missing') };
    // a name that is in no listing of its account any more, and denied without a policy's doing, is another account's by now
    const isOthers =
      problem.kind === 'denied' && problem.policyKind === undefined && bucketKind(bucket) === 'general-purpose';
    if (isOthers && (record?.since ?? run.startedAt) < run.startedAt) {
      return { verdict: 'gone', reason: reason('bucket-missing') };
    }
  }
  const isPlaced = listed === null || listed.region !== null;
  if (problem.kind !== 'no-such-bucket' && (problem.kind === 'wrong-region' || !isPlaced)) {
    const text = isPlaced ? undefined : JSON.stringify(listed.regionText);
    const region = problem.kind === 'wrong-region' ? problem.region : undefined;
    return { verdict: 'failed', reason: reason('region-unusable', text ?? region) };
  }
  const createdAt = listed?.createdAt ?? null;
  return problemMeaning(problem, createdAt !== null && clock.now() - createdAt < YOUNG_MS);
}
