import type { BucketRecords, NamedBucketRecord } from '../inventory';
import type { Outcome } from '../outcome';
import type { Reason } from '../reasons';
import type { Candidates } from './candidates';
import { excludedBucket } from './excluded-bucket';
import type { Candidate, Surveyed, Visit } from './visit';
import type { VisitStep } from './visit-step';

const RECORDS_A_PAGE = 500;

export interface ExcludedAccountProps {
  readonly visit: Visit;
  readonly buckets: BucketRecords;
  readonly step: VisitStep;
  readonly candidates: Candidates;
  readonly isLate: () => boolean;
}

/** Goes through the buckets of an excluded account as the inventory knows them: no call to S3. False when the time was over. */
export async function throughExcluded(props: ExcludedAccountProps): Promise<boolean> {
  const { visit, buckets, step, candidates, isLate } = props;
  for (;;) {
    const { after } = step.cursor;
    const { rows, next } = await buckets.buckets(visit.account, { after, through: null, limit: RECORDS_A_PAGE });
    const known = rows.filter(({ record }) => record.outcome !== null).map(asCandidate);
    if (!(await candidates.through(known, ({ bucket }) => ({ after: bucket })))) return false;
    if (next === null) return true;
    step.commit({ after: next });
    if (isLate()) return false;
  }
}

/** What a bucket of an account comes to that is excluded for the reason `why`. */
export async function lookAtExcluded(visit: Visit, why: Reason, { record }: Candidate): Promise<Surveyed> {
  const known = record?.outcome ?? null;
  if (known === null) throw new RangeError('only a bucket with an outcome is known');
  if (known.verdict === 'gone') return { outcome: known };
  const { account, region, bucket } = known;
  const unread = { days: null, ruleId: null, before: null, after: null, calls: {} } as const;
  const at = new Date(visit.clock.now()).toISOString();
  const outcome: Outcome = { account, region, bucket, verdict: 'excluded', reason: why, ...unread, at };
  return excludedBucket(visit, known, outcome);
}

function asCandidate({ bucket, record }: NamedBucketRecord): Candidate {
  return { bucket, listed: null, record };
}
