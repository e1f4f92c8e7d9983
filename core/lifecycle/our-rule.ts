import { RULE_ID } from '../contract/names';
import type { Dialect } from './view';

/**
 * Our rule as an element. `prefix` is the namespace prefix that S3's elements have where it is put: empty, or with its
 * colon. The order of the members is that of S3's schema.
 */
export function ourRuleXml(days: number, dialect: Dialect, prefix: string): string {
  const element = (name: string, content: string): string => `<${prefix}${name}>${content}</${prefix}${name}>`;
  const scope = element('Prefix', '');
  return element(
    'Rule',
    element('ID', RULE_ID) +
      (dialect === 'V1' ? scope : element('Filter', scope)) +
      element('Status', 'Enabled') +
      element('AbortIncompleteMultipartUpload', element('DaysAfterInitiation', String(days))),
  );
}

/** Our rule as `aws s3api get-bucket-lifecycle-configuration` prints it. */
export function ourRuleJson(days: number, dialect: Dialect): Record<string, unknown> {
  return {
    ID: RULE_ID,
    ...(dialect === 'V1' ? { Prefix: '' } : { Filter: { Prefix: '' } }),
    Status: 'Enabled',
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: days },
  };
}
