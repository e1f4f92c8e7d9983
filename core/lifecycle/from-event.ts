import { type Fields, fields } from '../event-fields';
import { type Loose, type Meaning, meaningOfRules } from './meaning';
import { readLifecycleXml } from './xml';

/** What a CloudTrail record says of the configuration that was put. */
export type EventConfiguration =
  | ExactConfiguration
  | InexactConfiguration
  /** The record does not carry it. */
  | { readonly kind: 'untold'; readonly why: string };

/** `transitions`: whether a rule moves objects to another storage class. */
export interface ExactConfiguration {
  readonly kind: 'exact';
  readonly meaning: Meaning;
  readonly transitions: boolean;
  readonly xml: string;
}

/** Not told to the letter, for the reason `why`. `text`: JSON as it is in the record. */
export interface InexactConfiguration {
  readonly kind: 'inexact';
  readonly meaning: Meaning;
  readonly text: string;
  readonly why: string;
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
/** Source: PutBucketLifecycleConfiguration, Amazon S3 API Reference. */
const MAX_RULES = 1_000;

type Kind = 'text' | 'number' | 'boolean' | 'date' | { readonly [name: string]: Kind } | readonly [Kind];

const TAG = { Key: 'text', Value: 'text' } as const;
const SIZES = { ObjectSizeGreaterThan: 'number', ObjectSizeLessThan: 'number' } as const;
/** A rule's members in the order of S3's schema; one in brackets may repeat. Source: LifecycleRule, Amazon S3 API Reference. */
const RULE: Kind = {
  ID: 'text',
  Prefix: 'text',
  Filter: { Prefix: 'text', Tag: TAG, ...SIZES, And: { Prefix: 'text', Tag: [TAG], ...SIZES } },
  Status: 'text',
  Expiration: { Date: 'date', Days: 'number', ExpiredObjectDeleteMarker: 'boolean' },
  Transition: [{ Date: 'date', Days: 'number', StorageClass: 'text' }],
  NoncurrentVersionExpiration: { NoncurrentDays: 'number', NewerNoncurrentVersions: 'number' },
  NoncurrentVersionTransition: [{ NoncurrentDays: 'number', StorageClass: 'text', NewerNoncurrentVersions: 'number' }],
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 'number' },
};

class Inexact extends Error {}

/**
 * The configuration under `requestParameters.LifecycleConfiguration`. CloudTrail makes numbers and booleans of texts that look like
 * one (`True` and `true` are the same in it, and `007` is 7): where a text has to stand, such a value is not exact. Never throws.
 * Source: records of real accounts; "CloudTrail record contents" (a field that is too large has `omitted`).
 */
export function configurationOfEvent(parameters: Fields): EventConfiguration {
  const configuration = fields(parameters['LifecycleConfiguration']);
  if (parameters['omitted'] !== undefined || configuration?.['omitted'] !== undefined) {
    return { kind: 'untold', why: 'CloudTrail left it out for its size' };
  }
  const given = configuration?.['Rule'];
  const rules: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (configuration === undefined || rules.length === 0 || rules.some((rule) => fields(rule) === undefined)) {
    return { kind: 'untold', why: 'the event has no rules' };
  }
  const { Rule: _, xmlns, ...others } = configuration;
  const foreign = rules.filter((rule) => !isOurs(rule)) as readonly Loose[];
  const meaning = meaningOfRules(foreign, others as Loose);
  const inexact = (why: string): InexactConfiguration => {
    return { kind: 'inexact', meaning, text: JSON.stringify(configuration), why };
  };
  try {
    if (xmlns !== undefined && xmlns !== NAMESPACE) throw new Inexact('its namespace is another one');
    const [other] = Object.keys(others);
    if (other !== undefined) throw new Inexact(`it has ${JSON.stringify(other)}`);
    if (rules.length > MAX_RULES) throw new Inexact('it has too many rules');
    const body = rules.map((rule) => elementOf('Rule', rule, RULE)).join('');
    const xml = `<LifecycleConfiguration xmlns="${NAMESPACE}">${body}</LifecycleConfiguration>`;
    const read = readLifecycleXml(xml);
    if (!read.ok) throw new Inexact(read.problem.detail);
    const transitions = rules.some((rule) => hasTransition(fields(rule) ?? {}));
    return { kind: 'exact', meaning, transitions, xml };
  } catch (error) {
    if (error instanceof Inexact) return inexact(error.message);
    if (error instanceof RangeError) return inexact('it is nested too deeply');
    throw error;
  }
}

/** Whether a rule is the one of ours, as far as it is told exactly. */
function isOurs(rule: unknown): boolean {
  try {
    const read = readLifecycleXml(`<LifecycleConfiguration>${elementOf('Rule', rule, RULE)}</LifecycleConfiguration>`);
    return read.ok && read.lifecycle.view.rules[0]?.ours === true;
  } catch {
    return false;
  }
}

function elementOf(name: string, value: unknown, kind: Kind): string {
  if (isList(kind)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (values.length === 0) throw new Inexact(`its ${name} is an empty list`);
    return values.map((item) => elementOf(name, item, kind[0])).join('');
  }
  return `<${name}>${typeof kind === 'string' ? leafOf(name, value, kind) : membersOf(name, value, kind)}</${name}>`;
}

function membersOf(name: string, value: unknown, kinds: { readonly [name: string]: Kind }): string {
  // an empty element has no members, and is an empty text in the record
  const members = value === '' && name === 'Filter' ? {} : fields(value);
  if (members === undefined) throw new Inexact(`its ${name} is no object`);
  const strange = Object.keys(members).find((key) => !Object.hasOwn(kinds, key));
  if (strange !== undefined) throw new Inexact(`its ${name} has ${JSON.stringify(strange.slice(0, 80))}`);
  return Object.entries(kinds)
    .filter(([key]) => Object.hasOwn(members, key))
    .map(([key, kind]) => elementOf(key, members[key], kind))
    .join('');
}

function leafOf(name: string, value: unknown, kind: 'text' | 'number' | 'boolean' | 'date'): string {
  const text = typeof value === 'string' ? value : undefined;
  if (kind === 'number') {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value);
    if (text !== undefined && /^\d{1,15}$/.test(text)) return text;
  } else if (kind === 'boolean') {
    if (typeof value === 'boolean') return String(value);
    if (text === 'true' || text === 'false') return text;
  } else if (kind === 'date') {
    if (text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text)) return text;
  } else if (text !== undefined && isXmlText(text)) {
    return escaped(text);
  }
  throw new Inexact(`its ${name} is not told exactly`);
}

/** Characters that XML 1.0 can carry. */
function isXmlText(text: string): boolean {
  return /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}

function isList(kind: Kind): kind is readonly [Kind] {
  return Array.isArray(kind);
}

function hasTransition(rule: Fields): boolean {
  return rule['Transition'] !== undefined || rule['NoncurrentVersionTransition'] !== undefined;
}
