import { invalidArgument, invalidRequest } from '../s3-errors';
import { type Rule, scopeText } from './rule';

const INFREQUENT = ['STANDARD_IA', 'ONEZONE_IA'];

/**
 * What holds between the transitions and the expiration of one rule. Throws AwsError InvalidRequest or InvalidArgument. Source:
 * "Transitioning objects using Amazon S3 Lifecycle", S3 User Guide; the words as S3 is reported to say them.
 */
export function checkTransitions(rule: Rule): void {
  const scope = scopeText(rule);
  const current = rule.transitions;
  distinct(
    current.map(({ storageClass }) => storageClass),
    'Transition',
    scope,
  );
  distinct(
    rule.noncurrentTransitions.map(({ storageClass }) => storageClass),
    'NoncurrentVersionTransition',
    scope,
  );
  const times = [...current, ...(rule.expiration === undefined ? [] : [rule.expiration])];
  if (times.some(({ days }) => days !== undefined) && times.some(({ date }) => date !== undefined)) {
    throw invalidRequest(
      `Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for ${scope}`,
    );
  }
  const expiration = rule.expiration?.days;
  const expirationDate = rule.expiration?.date;
  for (const { days, date, storageClass } of current) {
    checkDays('Days', 'Transition', days, storageClass);
    if (days !== undefined && expiration !== undefined && expiration <= days) {
      throw invalidArgument(
        `'Days' in the Expiration action for ${scope} must be greater than 'Days' in the Transition action`,
      );
    }
    if (date !== undefined && expirationDate !== undefined && Date.parse(expirationDate) <= Date.parse(date)) {
      throw invalidArgument(
        `'Date' in the Expiration action for ${scope} must be later than 'Date' in the Transition action`,
      );
    }
  }
  for (const { days, storageClass, newerVersions } of rule.noncurrentTransitions) {
    checkDays('NoncurrentDays', 'NoncurrentVersionTransition', days, storageClass);
    checkNewerVersions(rule, newerVersions);
    if (rule.noncurrentExpiration !== undefined && rule.noncurrentExpiration.days <= days) {
      throw invalidArgument(
        `'NoncurrentDays' in the NoncurrentVersionExpiration action for ${scope} must be greater than 'NoncurrentDays' in the NoncurrentVersionTransition action`,
      );
    }
  }
  checkNewerVersions(rule, rule.noncurrentExpiration?.newerVersions);
}

function distinct(classes: readonly string[], action: string, scope: string): void {
  if (new Set(classes).size < classes.length) {
    throw invalidRequest(`'StorageClass' must be different for '${action}' actions in same 'Rule' with ${scope}`);
  }
}

function checkDays(name: string, action: string, days: number | undefined, storageClass: string): void {
  if (days === undefined) return;
  if (days < 0) throw invalidArgument(`'${name}' for ${action} action must be nonnegative`, name, String(days));
  if (days < 30 && INFREQUENT.includes(storageClass)) {
    throw invalidArgument(
      `'${name}' in ${action} action must be greater than or equal to 30 for storageClass '${storageClass}'`,
      name,
      String(days),
    );
  }
}

function checkNewerVersions(rule: Rule, count: number | undefined): void {
  if (count === undefined) return;
  if (rule.filter === undefined) {
    throw invalidRequest('NewerNoncurrentVersions element can only be used in Lifecycle V2.');
  }
  if (count < 1 || count > 100) {
    throw invalidArgument(
      "'NewerNoncurrentVersions' must be a positive integer of at most 100",
      'NewerNoncurrentVersions',
      String(count),
    );
  }
}
