import { RULE_ID } from '../contract/names';
import type { Place } from './place';

/** V1 rules have a `Prefix` of their own, V2 rules a `Filter`; S3 takes either, never both in one configuration. */
export type Dialect = 'V1' | 'V2';

/** The few things about a rule that the plan decides on. */
export interface RuleView {
  readonly id: string | undefined;
  readonly enabled: boolean;
  /** `narrower`: tags, sizes, `And` or anything else that is not a prefix alone. */
  readonly scope: 'bucket' | 'prefix' | 'narrower';
  readonly abort: { readonly days: number; readonly plain: boolean } | undefined;
  /** Our ID, and nothing but ID, Status, a prefix scope and the abort action. */
  readonly ours: boolean;
}

export interface LifecycleView {
  /** Undefined where there is no rule. */
  readonly dialect: Dialect | undefined;
  readonly rules: readonly RuleView[];
}

/**
 * Why a text cannot be decided on. `unreadable`: it is not a lifecycle configuration at all; `ambiguous`: it is one,
 * but it repeats or contradicts itself where the plan would have to guess.
 */
export interface LifecycleProblem {
  readonly kind: 'unreadable' | 'ambiguous';
  readonly detail: string;
  readonly place?: Place;
}

/**
 * An element or a JSON member, whatever the format. A leaf has `text`, a leaf that is a whole number also `whole`, what
 * has members or is empty has `members`.
 */
export interface Member {
  readonly name: string;
  readonly text?: string;
  readonly whole?: number;
  readonly members?: readonly Member[];
  /** Whether it has XML attributes other than namespace declarations. */
  readonly attributed: boolean;
}

const ABORT = 'AbortIncompleteMultipartUpload';
/** S3 takes exactly one of these in a `Filter`. Source: LifecycleRuleFilter, Amazon S3 API Reference. */
const FILTER_CHOICES = ['Prefix', 'Tag', 'And', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'];

/** The names that the plan reads: any of them in a strange place makes a configuration ambiguous. */
export const READ_NAMES: ReadonlySet<string> = new Set([
  'Rule',
  'ID',
  'Status',
  'Filter',
  ABORT,
  'DaysAfterInitiation',
  ...FILTER_CHOICES,
]);

/** The view of `rules`, or what is wrong with the first one that cannot be decided on. */
export function viewOf(rules: readonly Member[]): LifecycleView | LifecycleProblem {
  const views: RuleView[] = [];
  let dialect: Dialect | undefined;
  for (const [index, rule] of rules.entries()) {
    const read = readRule(rule);
    const number = index + 1;
    if (typeof read === 'string') return { kind: 'ambiguous', detail: `rule ${number} ${read}` };
    if (dialect !== undefined && read.dialect !== dialect) {
      return { kind: 'ambiguous', detail: `rule ${number} is ${read.dialect}, the ones before it are ${dialect}` };
    }
    dialect = read.dialect;
    views.push(read.view);
  }
  return { dialect, rules: views };
}

/** The rule's dialect and view, or a sentence's end that says what is wrong. */
function readRule(rule: Member): { dialect: Dialect; view: RuleView } | string {
  const { members } = rule;
  if (members === undefined) return 'has text where its members should be';
  const found = new Map<string, Member>();
  for (const member of members) {
    if (!['ID', 'Status', 'Prefix', 'Filter', ABORT].includes(member.name)) continue;
    if (found.has(member.name)) return `has more than one ${member.name}`;
    if (member.attributed) return `has attributes on its ${member.name}`;
    found.set(member.name, member);
  }
  const id = found.get('ID');
  if (id !== undefined && id.text === undefined) return 'has an ID that is not a text';
  const status = found.get('Status')?.text;
  if (status !== 'Enabled' && status !== 'Disabled') return 'has no Status that is Enabled or Disabled';

  const prefix = found.get('Prefix');
  const filter = found.get('Filter');
  if (prefix !== undefined && filter !== undefined) return 'has both a Filter and a Prefix';
  if (prefix === undefined && filter === undefined) return 'has neither a Filter nor a Prefix';
  const scope = filter === undefined ? scopeOfPrefix(prefix) : scopeOfFilter(filter);
  if (typeof scope !== 'string') return scope.problem;

  const abort = readAbort(found.get(ABORT));
  if (typeof abort === 'string') return abort;
  const ours =
    id?.text === RULE_ID &&
    scope !== 'narrower' &&
    abort?.plain === true &&
    found.size === members.length &&
    !rule.attributed;
  return {
    dialect: filter === undefined ? 'V1' : 'V2',
    view: { id: id?.text, enabled: status === 'Enabled', scope, abort, ours },
  };
}

function scopeOfPrefix(prefix: Member | undefined): RuleView['scope'] | { problem: string } {
  if (prefix?.text === undefined) return { problem: 'has a Prefix that is not a text' };
  return prefix.text === '' ? 'bucket' : 'prefix';
}

function scopeOfFilter(filter: Member): RuleView['scope'] | { problem: string } {
  const { members } = filter;
  if (members === undefined) return { problem: 'has text where the members of its Filter should be' };
  const choices = members.filter((member) => FILTER_CHOICES.includes(member.name));
  if (choices.length > 1) return { problem: `has ${choices.map(({ name }) => name).join(' and ')} in one Filter` };
  if (members.length === 0) return 'bucket';
  const [choice] = choices;
  // an unknown member of a filter can only narrow it
  if (choice?.name !== 'Prefix' || members.length > 1) return 'narrower';
  return choice.attributed ? { problem: 'has attributes on the Prefix of its Filter' } : scopeOfPrefix(choice);
}

function readAbort(abort: Member | undefined): RuleView['abort'] | string {
  if (abort === undefined) return undefined;
  const days = abort.members?.filter((member) => member.name === 'DaysAfterInitiation') ?? [];
  const whole = days[0]?.whole;
  if (days.length !== 1 || whole === undefined || whole < 1) {
    return `has no single DaysAfterInitiation of 1 or more in its ${ABORT}`;
  }
  // what an unknown member beside the days would mean, nobody knows yet
  return { days: whole, plain: abort.members?.length === 1 && days[0]?.attributed === false };
}
