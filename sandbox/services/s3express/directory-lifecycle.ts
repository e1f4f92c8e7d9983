import { readRule } from '../s3/lifecycle/read-rule';
import type { Rule } from '../s3/lifecycle/rule';
import { type LifecycleOptions, readLifecycle } from '../s3/lifecycle/store-lifecycle';
import { invalidRequest } from '../s3/s3-errors';
import { members, readDocument } from '../s3/xml-body';

/**
 * Validates a configuration as S3 does for any bucket, then for what directory buckets do not support: base level prefixes, tag filters,
 * transitions, noncurrent versions, delete markers. Answers the XML that GET gives from then on. Throws AwsError. Source:
 * "PutBucketLifecycleConfiguration", S3 API Reference, and "Working with S3 Lifecycle for directory buckets", S3 User Guide; which code
 * a refusal has is not documented.
 */
export function readDirectoryLifecycle(body: Buffer, additionalRuleElements: readonly string[]): string {
  const options: LifecycleOptions = { additionalRuleElements, samePrefixInV1: 'accept' };
  const xml = readLifecycle(body, options);
  const sources = members(readDocument(body, 'LifecycleConfiguration'), ['Rule'], ['Rule']);
  for (const source of sources) checkSupported(readRule(source, additionalRuleElements));
  return xml;
}

function checkSupported(rule: Rule): void {
  const found = [
    [rule.prefix !== undefined, 'Base level prefix'],
    [(rule.filter?.tagKeys.length ?? 0) > 0, 'Tag filter'],
    [rule.transitions.length > 0, 'Transition'],
    [rule.noncurrentTransitions.length > 0, 'NoncurrentVersionTransition'],
    [rule.noncurrentExpiration !== undefined, 'NoncurrentVersionExpiration'],
    [rule.expiration?.expiredObjectDeleteMarker === true, 'ExpiredObjectDeleteMarker'],
  ].find(([present]) => present);
  if (found !== undefined) throw invalidRequest(`${found[1]} is not supported for directory buckets.`);
}
