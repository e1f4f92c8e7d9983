import { RULE_ID } from '../../core/contract/names';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { Random } from './random';

/** A configuration that somebody may have written, and how its text is made up. */
export interface DrawnLifecycle {
  /** Undefined for a bucket without one. */
  readonly configuration: LifecycleConfiguration | undefined;
  /** Texts of its rules but ours, in order. */
  readonly foreign: readonly string[];
  /** Whether a rule has our ID, and is ours or not. */
  readonly hasOurId: boolean;
  /** The same text with a rule of ours behind all others, as one would write it that looks at nothing. */
  blind(days: number): string;
}

type Dialect = 'V1' | 'V2';
type Write = (name: string, ...content: readonly string[]) => string;

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const HEADERS = [undefined, 'all_storage_classes_128K', 'varies_by_storage_class'] as const;
const GAPS = ['', '', '\n  ', '\r\n\t', '<!-- why -->', ' <?note kept?>\n'] as const;
const PREFIXES = ['', 'logs/', 'a&amp;b', '&#x1F600;', '😀/ü', '<![CDATA[<raw>]]>', 'x<!-- c -->y'] as const;
const DECLARATIONS = ['', '<?xml version="1.0" encoding="UTF-8"?>\n', '\uFEFF'] as const;
const TAILS = ['', '\n', '\n<!-- 😀 -->'] as const;
/** As many rules as S3 allows, or one more; seldom, for they take long to read. */
const FULL = 0.000_5;
/** What S3 holds of nobody, however it came to be asked about. */
const SPOILED = 0.04;
const NONE = 0.02;

/** Draws one: most are as S3 may hold them, some are not. */
export function drawLifecycle(random: Random): DrawnLifecycle {
  const dialect: Dialect = random.chance(0.35) ? 'V1' : 'V2';
  if (random.chance(NONE)) {
    const blind = (days: number) => document(plainly, [ourRule(plainly, dialect, days)]).join('');
    return { configuration: undefined, foreign: [], hasOurId: false, blind };
  }
  const prefix = random.chance(0.5) ? '' : 's3:';
  const write = prefix === '' ? plainly : namespaced;
  const gap = random.pick(GAPS);
  const foreign = random.chance(FULL) ? many(random, write, dialect) : few(random, write, dialect);
  const hasOurId = foreign.length === 0 || random.chance(0.25);
  const rules = [...foreign];
  if (hasOurId) rules.splice(random.whole(0, rules.length), 0, withOurId(random, write, dialect));
  const [head, end] = frame(random, prefix, gap);
  const text = head + rules.join(gap) + end;
  const xml = random.chance(SPOILED) ? spoiled(random, text) : text;
  const header = random.pick(HEADERS);
  return {
    configuration: header === undefined ? { xml } : { xml, transitionDefaultMinimumObjectSize: header },
    ...{ foreign, hasOurId },
    blind: (days) => head + [...rules, ourRule(write, dialect, days)].join(gap) + end,
  };
}

/** A rule of ours as it ought to be. */
export function ourRule(write: Write, dialect: Dialect, days: number, prefix = '', status = 'Enabled'): string {
  const scope = write('Prefix', prefix);
  return write(
    'Rule',
    write('ID', RULE_ID),
    dialect === 'V1' ? scope : write('Filter', scope),
    write('Status', status),
    abort(write, days),
  );
}

export const plainly: Write = (name, ...content) => `<${name}>${content.join('')}</${name}>`;
const namespaced: Write = (name, ...content) => `<s3:${name}>${content.join('')}</s3:${name}>`;

function document(write: Write, rules: readonly string[]): readonly string[] {
  return [write('LifecycleConfiguration', ...rules).replace('>', ` xmlns="${NAMESPACE}">`)];
}

function frame(random: Random, prefix: string, gap: string): readonly [string, string] {
  const namespace = `xmlns${prefix === '' ? '' : ':s3'}="${NAMESPACE}"`;
  const attribute = random.chance(0.3) ? ' extra="1"' : '';
  const declaration = random.pick(DECLARATIONS);
  return [
    `${declaration}<${prefix}LifecycleConfiguration ${namespace}${attribute}>${gap}`,
    `${gap}</${prefix}LifecycleConfiguration >${random.pick(TAILS)}`,
  ];
}

function few(random: Random, write: Write, dialect: Dialect): readonly string[] {
  return Array.from({ length: random.whole(0, 5) }, (_, index) => foreignRule(random, write, dialect, `rule ${index}`));
}

function many(random: Random, write: Write, dialect: Dialect): readonly string[] {
  return Array.from({ length: random.whole(998, 1_001) }, (_, index) =>
    write(
      'Rule',
      write('ID', `rule ${index}`),
      dialect === 'V1' ? write('Prefix', `p${index}/`) : write('Filter', write('Prefix', `p${index}/`)),
      write('Status', 'Enabled'),
      write('NoncurrentVersionExpiration', write('NoncurrentDays', '9')),
    ),
  );
}

function foreignRule(random: Random, write: Write, dialect: Dialect, id: string): string {
  const { scope, isNarrow } = someScope(random, write, dialect);
  const aborts = !isNarrow && random.chance(dialect === 'V1' ? 0.12 : 0.4);
  const members = [
    ...(random.chance(0.7) ? [write('ID', id)] : []),
    scope,
    write('Status', random.chance(0.7) ? 'Enabled' : 'Disabled'),
    ...(aborts ? [abort(write, random.whole(1, 40))] : []),
    ...(!aborts || random.chance(0.3) ? [otherAction(random, write)] : []),
  ];
  // members of a rule may come in any order
  const turn = random.whole(0, members.length - 1);
  const gap = random.pick(GAPS);
  return write('Rule', gap, [...members.slice(turn), ...members.slice(0, turn)].join(gap), gap);
}

/** `isNarrow`: by tags or sizes, by which S3 aborts no uploads. */
function someScope(random: Random, write: Write, dialect: Dialect) {
  const prefix = random.chance(0.35) ? '' : random.pick(PREFIXES);
  if (dialect === 'V1') return { scope: write('Prefix', prefix), isNarrow: false };
  if (random.chance(0.75)) {
    const isEmpty = prefix === '' && random.chance(0.5);
    return { scope: write('Filter', isEmpty ? random.pick(['', '\n']) : write('Prefix', prefix)), isNarrow: false };
  }
  const tag = write('Tag', write('Key', 'k'), write('Value', 'v'));
  const narrow = random.pick([
    tag,
    write('ObjectSizeGreaterThan', '500'),
    write('And', write('Prefix', ''), tag),
    write('And', write('Prefix', ''), write('ObjectSizeLessThan', '5')),
  ]);
  return { scope: write('Filter', narrow), isNarrow: true };
}

/** Actions but the abort, some of which no SDK models. */
function otherAction(random: Random, write: Write): string {
  const noncurrent = (days: number, ...more: readonly string[]) =>
    write('NoncurrentVersionExpiration', write('NoncurrentDays', String(days)), ...more);
  return random.pick([
    noncurrent(random.whole(1, 400)),
    noncurrent(3, write('NewerNoncurrentVersions', '2')),
    write('NoncurrentVersionTransition', write('StorageClass', 'GLACIER'), write('NoncurrentDays', '30')),
    `${noncurrent(9)}<x:Retain xmlns:x="urn:unknown" mode="é">forever</x:Retain>`,
    noncurrent(5) + write('HoldUntilApproved', write('By', 'legal')),
  ]);
}

function abort(write: Write, days: number): string {
  return write('AbortIncompleteMultipartUpload', write('DaysAfterInitiation', String(days)));
}

/** Ours in every state, and, seldom, somebody else's rule that has our ID. */
function withOurId(random: Random, write: Write, dialect: Dialect): string {
  const ours = ourRule(
    ...([write, dialect, random.whole(1, 40)] as const),
    random.chance(0.8) ? '' : 'moved/',
    random.chance(0.6) ? 'Enabled' : 'Disabled',
  );
  if (random.chance(0.85)) return ours;
  const end = ours.lastIndexOf('</');
  return ours.slice(0, end) + otherAction(random, write) + ours.slice(end);
}

/** The text with something wrong in it, where it has what that needs. */
function spoiled(random: Random, text: string): string {
  const status = /<(s3:)?Status>[^<]*<\/\1?Status>/;
  const drawn = random.whole(0, 6);
  switch (drawn) {
    case 0:
      return text.slice(0, random.whole(1, text.length - 1));
    case 1:
      return text.replace(status, '');
    case 2:
      return text.replace(status, (found) => found + found);
    case 3:
      return text.replace(/DaysAfterInitiation>\d+/, 'DaysAfterInitiation>0');
    case 4:
      return text.replaceAll(/rule \d/g, 'rule 0');
    case 5:
      return text.replace(status, (found) => `${found}<Prefix>both/</Prefix>`);
    default:
      return text.replaceAll('Rule>', 'Role>');
  }
}
