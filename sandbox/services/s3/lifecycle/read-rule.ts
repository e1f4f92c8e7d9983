import { childOf, type XmlNode } from '../../../wire/xml';
import { invalidRequest, malformedXml } from '../s3-errors';
import { leafText, members } from '../xml-body';
import type { Expiration, Filter, Noncurrent, Rule, Transition } from './rule';

const RULE_MEMBERS = [
  'ID',
  'Prefix',
  'Filter',
  'Status',
  'Expiration',
  'Transition',
  'NoncurrentVersionTransition',
  'NoncurrentVersionExpiration',
  'AbortIncompleteMultipartUpload',
];
const REPEATABLE = ['Transition', 'NoncurrentVersionTransition'];
const STORAGE_CLASSES = ['GLACIER', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'DEEP_ARCHIVE', 'GLACIER_IR'];

/**
 * The part of S3's validation that its schema does: throws AwsError MalformedXML (and InvalidRequest for a tag key that comes twice).
 * `additional` names rule members that are let through unread. Source: "PutBucketLifecycleConfiguration", S3 API Reference; answers
 * recorded from S3.
 */
export function readRule(source: XmlNode, additional: readonly string[]): Rule {
  members(source, [...RULE_MEMBERS, ...additional], [...REPEATABLE, ...additional]);
  const text = (name: string) => mapChild(source, name, leafText);
  const status = text('Status');
  if (status !== 'Enabled' && status !== 'Disabled') throw malformedXml();
  const prefix = text('Prefix');
  const filter = mapChild(source, 'Filter', readFilter);
  if (prefix === undefined && filter === undefined) throw malformedXml();
  return {
    source,
    id: text('ID') ?? '',
    prefix,
    filter,
    expiration: mapChild(source, 'Expiration', readExpiration),
    transitions: source.children.filter(({ name }) => name === 'Transition').map(readTransition),
    noncurrentExpiration: mapChild(source, 'NoncurrentVersionExpiration', (node) => readNoncurrent(node, [])),
    noncurrentTransitions: source.children
      .filter(({ name }) => name === 'NoncurrentVersionTransition')
      .map((node) => ({ ...readNoncurrent(node, ['StorageClass']), storageClass: readStorageClass(node) })),
    abortDays: mapChild(source, 'AbortIncompleteMultipartUpload', readAbort),
  };
}

function readFilter(node: XmlNode): Filter {
  const predicates = members(node, ['Prefix', 'Tag', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan', 'And']);
  if (predicates.length > 1) throw malformedXml();
  const and = childOf(node, 'And');
  if (and === undefined) return readPredicates(node);
  // "And" joins two predicates or more.
  if (members(and, ['Prefix', 'Tag', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'], ['Tag']).length < 2) {
    throw malformedXml();
  }
  return readPredicates(and);
}

function readPredicates(node: XmlNode): Filter {
  const tagKeys = node.children.filter(({ name }) => name === 'Tag').map(readTagKey);
  if (new Set(tagKeys).size < tagKeys.length) throw invalidRequest('Duplicate Tag Keys are not allowed.');
  return {
    prefix: mapChild(node, 'Prefix', leafText),
    tagKeys,
    sizeGreaterThan: mapChild(node, 'ObjectSizeGreaterThan', long),
    sizeLessThan: mapChild(node, 'ObjectSizeLessThan', long),
  };
}

function readTagKey(node: XmlNode): string {
  members(node, ['Key', 'Value']);
  const key = mapChild(node, 'Key', leafText);
  const value = mapChild(node, 'Value', leafText);
  if (key === undefined || key === '' || key.length > 128 || value === undefined || value.length > 256) {
    throw malformedXml();
  }
  return key;
}

function readExpiration(node: XmlNode): Expiration {
  // Days, Date and ExpiredObjectDeleteMarker exclude each other.
  if (members(node, ['Days', 'Date', 'ExpiredObjectDeleteMarker']).length !== 1) throw malformedXml();
  const marker = mapChild(node, 'ExpiredObjectDeleteMarker', leafText)?.trim();
  if (marker !== undefined && marker !== 'true' && marker !== 'false') throw malformedXml();
  return {
    days: mapChild(node, 'Days', wholeNumber),
    date: mapChild(node, 'Date', dateText),
    expiredObjectDeleteMarker: marker === 'true',
    namesDeleteMarker: marker !== undefined,
  };
}

function readTransition(node: XmlNode): Transition {
  const when = members(node, ['Days', 'Date', 'StorageClass']).filter(({ name }) => name !== 'StorageClass');
  if (when.length !== 1) throw malformedXml();
  return {
    days: mapChild(node, 'Days', wholeNumber),
    date: mapChild(node, 'Date', dateText),
    storageClass: readStorageClass(node),
  };
}

function readNoncurrent(node: XmlNode, further: readonly string[]): Noncurrent {
  members(node, ['NoncurrentDays', 'NewerNoncurrentVersions', ...further]);
  const days = mapChild(node, 'NoncurrentDays', wholeNumber);
  if (days === undefined) throw malformedXml();
  return { days, newerVersions: mapChild(node, 'NewerNoncurrentVersions', wholeNumber) };
}

function readStorageClass(node: XmlNode): string {
  const storageClass = mapChild(node, 'StorageClass', leafText);
  if (storageClass === undefined || !STORAGE_CLASSES.includes(storageClass)) throw malformedXml();
  return storageClass;
}

function readAbort(node: XmlNode): number {
  members(node, ['DaysAfterInitiation']);
  const days = mapChild(node, 'DaysAfterInitiation', wholeNumber);
  if (days === undefined) throw malformedXml();
  return days;
}

/** An integer of S3's model: 32 bits. Source: service model of Amazon S3. */
function wholeNumber(node: XmlNode): number {
  const number = long(node);
  if (Math.abs(number) > 2_147_483_647) throw malformedXml();
  return number;
}

function long(node: XmlNode): number {
  const text = leafText(node).trim();
  if (!/^[+-]?\d{1,15}$/.test(text)) throw malformedXml();
  return Number(text);
}

function dateText(node: XmlNode): string {
  const text = leafText(node).trim();
  const wellFormed = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?)?$/.test(text);
  if (!wellFormed || Number.isNaN(Date.parse(text))) throw malformedXml();
  return text;
}

function mapChild<Result>(node: XmlNode, name: string, read: (child: XmlNode) => Result): Result | undefined {
  const child = childOf(node, name);
  return child === undefined ? undefined : read(child);
}
