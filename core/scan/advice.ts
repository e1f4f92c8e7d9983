import type { ReasonCode } from '../reasons';
import { remedy } from '../reasons';
import type { ScanRow } from './scan-row';

/** Where there is nothing deployed yet, other things are to be done than `remedy` says. */
const ADVICE: Readonly<Partial<Record<ReasonCode, string>>> = {
  'would-apply': 'let partsweep write its rule, or add one for the whole bucket that aborts incomplete uploads in time',
  'access-denied': 'the policy of the kind that is named, if any, must let the scan do s3:GetLifecycleConfiguration',
  'tags-denied': 'let the scan do s3:GetBucketTagging',
  'listing-failed': 'let the scan do s3:ListAllMyBuckets and s3express:ListAllMyDirectoryBuckets',
  'role-not-assumable': 'see that the role is in the account and trusts whoever scans, or name another with --role',
  'sts-unavailable': 'scan the account again',
  's3-unavailable': 'scan the account again',
  'token-refused': 'scan the account again',
  'unexpected-error': 'scan the account again, and report it if it stays',
  'region-unusable': 'turn the Region on, or scan with credentials that know it',
};

/** What a person can do about a row of a scan; empty where nothing needs doing. */
export function adviceOn({ reason: { code } }: Pick<ScanRow, 'reason'>): string {
  return ADVICE[code] ?? remedy(code);
}
