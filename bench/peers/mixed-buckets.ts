import type { StoredLifecycle } from '../../sandbox/services/s3/bucket';
import { parseXml, type XmlNode } from '../../sandbox/wire/xml';
import {
  configuration,
  DATED_V1,
  DISABLED_ABORT,
  NOVELTY,
  PREFIX_ABORT,
  RETENTION,
  SCRATCH,
  V1_PREFIX_ABORT,
  WHOLE_BUCKET_ABORT,
} from '../../tour/rules';

interface BucketState {
  readonly name: string;
  /** What its owner put; undefined for none. */
  readonly xml?: string;
  /** The size header that it was put with. @default S3's own */
  readonly size?: 'varies_by_storage_class';
}

/** What is found in accounts that are years old. An abort rule is foreign as every other one is. */
export const STATES: readonly BucketState[] = [
  { name: 'bare' },
  { name: 'covered', xml: configuration(WHOLE_BUCKET_ABORT, SCRATCH) },
  { name: 'rules-v2', xml: configuration(RETENTION, SCRATCH) },
  { name: 'rules-v1', xml: configuration(DATED_V1) },
  { name: 'abort-of-prefix', xml: configuration(PREFIX_ABORT, SCRATCH) },
  { name: 'abort-of-prefix-v1', xml: configuration(V1_PREFIX_ABORT) },
  { name: 'abort-disabled', xml: configuration(DISABLED_ABORT, RETENTION) },
  { name: 'size-header', xml: configuration(RETENTION), size: 'varies_by_storage_class' },
  { name: 'newer-than-sdks', xml: configuration(NOVELTY, SCRATCH) },
  { name: 'no-abort-v2', xml: configuration(SCRATCH) },
];

/** The rules of a lifecycle, each as one text whatever the order in which its members were written. */
export function rulesOf(lifecycle: StoredLifecycle | undefined): readonly string[] {
  if (lifecycle === undefined) return [];
  return parseXml(lifecycle.xml)
    .children.filter(({ name }) => name === 'Rule')
    .map(plain);
}

/** How many of the rules before still stand after, whole. */
export function kept(before: StoredLifecycle | undefined, after: StoredLifecycle | undefined): number {
  const left = [...rulesOf(after)];
  return rulesOf(before).filter((rule) => {
    const at = left.indexOf(rule);
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  }).length;
}

/** Whether an enabled rule aborts what is incomplete anywhere in the bucket. */
export function isCovered(lifecycle: StoredLifecycle | undefined): boolean {
  return rulesOf(lifecycle).some((rule) => {
    const isWhole = /<Prefix><\/Prefix>/.test(rule) || /<Filter><\/Filter>/.test(rule);
    return isWhole && rule.includes('<Status>Enabled</Status>') && rule.includes('<AbortIncompleteMultipartUpload>');
  });
}

function plain({ name, children, text }: XmlNode): string {
  const content = children.length === 0 ? text.trim() : children.map(plain).sort().join('');
  return `<${name}>${content}</${name}>`;
}
