import type { Change } from '../../core/change';
import type { Outcome } from '../../core/outcome';
import type { BucketPlace } from '../../core/ports';
import { reason } from '../../core/reasons';
import { account, bucketName, region } from '../fakes/identifiers';

export const ONE = account('111122223333');
export const TWO = account('444455556666');

export function placeOf(name: string, of = ONE): BucketPlace {
  return { account: of, region: region('eu-central-1'), bucket: bucketName(name) };
}

/** `2026-01-01T00:00:00Z` and so many seconds, as ISO 8601. */
export function iso(seconds: number): string {
  return new Date(milliseconds(seconds)).toISOString();
}

export function milliseconds(seconds: number): number {
  return Date.parse('2026-01-01T00:00:00Z') + seconds * 1000;
}

/** A waiting bucket, seen at the first second, and what is different about it. */
export function outcomeOf(place: BucketPlace, different: Partial<Outcome> = {}): Outcome {
  return {
    ...place,
    verdict: 'waiting',
    reason: reason('rule-missing'),
    days: 7,
    ruleId: null,
    before: { rules: 0, digest: 'none' },
    after: null,
    calls: { 's3:GetBucketLifecycleConfiguration': 1 },
    at: iso(0),
    ...different,
  };
}

export function changeOf(at: string, different: Partial<Change> = {}): Change {
  return {
    eventName: 'PutBucketLifecycle',
    at,
    principal: 'arn:aws:iam::111122223333:role/deployer (session ci)',
    userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0',
    tool: 'terraform',
    service: null,
    ...different,
  };
}
