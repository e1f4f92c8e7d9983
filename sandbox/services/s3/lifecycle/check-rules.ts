import { invalidArgument, invalidRequest } from '../s3-errors';
import { checkTransitions } from './check-transitions';
import type { Rule } from './rule';

export interface RuleChecks {
  /**
   * What S3 says to two V1 rules with the very same prefix is reported ("Found two rules with same prefix") but not recorded; `accept`
   * leaves them to the check for overlaps alone.
   */
  readonly samePrefixInV1: 'refuse' | 'accept';
}

/** In bytes, as a key. */
const LONGEST_PREFIX = 1024;

/** The part of S3's validation that looks at values and at rules together. Throws AwsError InvalidRequest or InvalidArgument. */
export function checkRules(rules: readonly Rule[], checks: RuleChecks): void {
  const isV1 = rules[0]?.filter === undefined;
  for (const rule of rules) {
    checkDialect(rule, isV1);
    if (rule.id.length > 255) {
      throw invalidArgument('ID length should not exceed allowed limit of 255', 'ID', rule.id);
    }
    if (actionsOf(rule).length === 0) {
      throw invalidRequest('At least one action needs to be specified in a rule');
    }
    checkScope(rule);
    checkTimes(rule);
    checkTransitions(rule);
  }
  const ids = rules.map(({ id }) => id).filter((id) => id !== '');
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) {
    throw invalidArgument('Rule ID must be unique. Found same ID for one or more rules', 'ID', repeated);
  }
  if (isV1) checkPrefixes(rules, checks);
}

function checkDialect(rule: Rule, isV1: boolean): void {
  if (isV1 && rule.filter !== undefined && rule.prefix === undefined) {
    throw invalidRequest('Filter element can only be used in Lifecycle V2.');
  }
  if (rule.prefix !== undefined && (!isV1 || rule.filter !== undefined)) {
    throw invalidRequest(
      'Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.',
    );
  }
}

function checkScope(rule: Rule): void {
  const byTag = (rule.filter?.tagKeys.length ?? 0) > 0;
  const { sizeGreaterThan, sizeLessThan } = rule.filter ?? {};
  const bySize = sizeGreaterThan !== undefined || sizeLessThan !== undefined;
  if (rule.abortDays !== undefined) {
    if (byTag) throw invalidRequest('AbortIncompleteMultipartUpload cannot be specified with Tags.');
    if (bySize) throw invalidRequest('AbortIncompleteMultipartUpload cannot be specified with Object Size.');
  }
  if (rule.expiration?.expiredObjectDeleteMarker === true && byTag) {
    throw invalidRequest('ExpiredObjectDeleteMarker cannot be specified with Tags.');
  }
  // even one that says false: reported of S3
  if (rule.expiration?.namesDeleteMarker === true && bySize) {
    throw invalidRequest('ExpiredObjectDeleteMarker cannot be specified with Object Size.');
  }
  checkSizes(sizeGreaterThan, sizeLessThan);
  if (Buffer.byteLength(rule.prefix ?? rule.filter?.prefix ?? '') > LONGEST_PREFIX) {
    throw invalidRequest(`The maximum size of a prefix is ${LONGEST_PREFIX}`);
  }
}

function checkSizes(greaterThan: number | undefined, lessThan: number | undefined): void {
  if (greaterThan !== undefined && greaterThan < 0) throw invalidRequest('Object size filters must not be negative');
  if (lessThan !== undefined && lessThan < 1) {
    throw invalidRequest("'ObjectSizeLessThan' should be between 1 and 1099511627776000.");
  }
  if (greaterThan !== undefined && lessThan !== undefined && greaterThan >= lessThan) {
    throw invalidRequest("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.");
  }
}

function checkTimes(rule: Rule): void {
  const positive = (name: string, action: string, days: number | undefined) => {
    if (days !== undefined && days < 1) {
      throw invalidArgument(`'${name}' for ${action} action must be a positive integer`, name, String(days));
    }
  };
  positive('Days', 'Expiration', rule.expiration?.days);
  positive('NoncurrentDays', 'NoncurrentVersionExpiration', rule.noncurrentExpiration?.days);
  positive('DaysAfterInitiation', 'AbortIncompleteMultipartUpload', rule.abortDays);
  for (const date of [rule.expiration?.date, ...rule.transitions.map((transition) => transition.date)]) {
    if (date !== undefined && Date.parse(inGmt(date)) % 86_400_000 !== 0) {
      throw invalidArgument("'Date' must be at midnight GMT", 'Date', date);
    }
  }
}

/** A time without a zone is one in GMT. */
function inGmt(date: string): string {
  return /T\d\d:\d\d:\d\d(\.\d+)?$/.test(date) ? `${date}Z` : date;
}

/** Only Lifecycle V1 refuses overlaps, whatever the rules' status. Source: recorded from S3 for Expiration and for aborts. */
function checkPrefixes(rules: readonly Rule[], checks: RuleChecks): void {
  for (const [index, second] of rules.entries()) {
    for (const first of rules.slice(0, index)) {
      const [short = '', long = ''] = [first.prefix ?? '', second.prefix ?? ''].sort((a, b) => a.length - b.length);
      if (!long.startsWith(short)) continue;
      const action = actionsOf(first).find((name) => actionsOf(second).includes(name));
      if (short === long && checks.samePrefixInV1 === 'refuse') {
        throw invalidRequest(`Found two rules with same prefix '${short}'`);
      }
      if (action !== undefined) {
        throw invalidRequest(`Found overlapping prefixes '${short}' and '${long}' for same action type '${action}'`);
      }
    }
  }
}

function actionsOf(rule: Rule): readonly string[] {
  return [
    ...(rule.expiration === undefined ? [] : ['Expiration']),
    ...(rule.transitions.length === 0 ? [] : ['Transition']),
    ...(rule.noncurrentExpiration === undefined ? [] : ['NoncurrentVersionExpiration']),
    ...(rule.noncurrentTransitions.length === 0 ? [] : ['NoncurrentVersionTransition']),
    ...(rule.abortDays === undefined ? [] : ['AbortIncompleteMultipartUpload']),
  ];
}
