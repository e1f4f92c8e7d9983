import { AwsError } from '../../../aws-error';
import { type EventFields, flattenEvent, isConsistent, type Membership, merge } from './event-fields';
import { compileElement } from './match-expression';
import type { Matcher } from './matchers';

/** Longest pattern of a rule, in characters. Source: EventBridge quotas. */
const LONGEST_PATTERN = 2048;
/** Most combinations that `$or` may make. Source: "Matching using $or", EventBridge User Guide. */
const MOST_BRANCHES = 1000;
const RESERVED_IN_OR = [
  'exactly',
  'prefix',
  'suffix',
  'numeric',
  'anything-but',
  'exists',
  'cidr',
  'equals-ignore-case',
  'wildcard',
];

/** One way to meet a pattern: every path must have a value that one of its matchers accepts. */
type Branch = ReadonlyMap<string, readonly Matcher[]>;

/**
 * An event pattern, compiled. Matches as EventBridge's open-source matcher does: leaves are compared by path, a pattern's
 * paths into one array of objects must be met by one and the same element, and `{"exists": false}` is met only if no
 * such element has the path. Numbers are compared by value, where EventBridge compares how they are written (300 and 3.0e2 differ there).
 * Sources: "Event pattern content filtering", EventBridge User Guide; github.com/aws/event-ruler.
 */
export class EventPattern {
  readonly #branches: readonly (readonly [string, readonly Matcher[]])[][];

  private constructor(branches: readonly Branch[]) {
    this.#branches = branches.map((branch) => [...branch].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Takes a pattern as JSON text or as the object. Throws AwsError InvalidEventPatternException (400). */
  static parse(pattern: unknown): EventPattern {
    const text = typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
    if (text === undefined || text.length > LONGEST_PATTERN) {
      throw invalid(`Event pattern must have length less than or equal to ${LONGEST_PATTERN}`);
    }
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      throw invalid('Invalid JSON');
    }
    if (!isObject(parsed)) throw invalid('Filter is not an object');
    try {
      return new EventPattern(compileObject([new Map()], '', parsed, false));
    } catch (error) {
      throw invalid(error instanceof Error ? error.message : String(error));
    }
  }

  matches(event: object): boolean {
    const fields = flattenEvent(event);
    return this.#branches.some((branch) => meets(branch, fields, new Map()));
  }
}

function invalid(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compileObject(start: readonly Branch[], path: string, object: object, insideOr: boolean): readonly Branch[] {
  const members = Object.entries(object);
  if (members.length === 0) throw new Error('Empty objects are not allowed');
  let branches = start;
  for (const [name, member] of members) {
    if (name === '$or') {
      branches = compileOr(branches, path, member);
      continue;
    }
    if (insideOr && RESERVED_IN_OR.includes(name)) {
      throw new Error(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    }
    const memberPath = path === '' ? name : `${path}.${name}`;
    if (Array.isArray(member)) {
      if (member.length === 0) throw new Error('Empty arrays are not allowed');
      const matchers = member.map(compileElement);
      branches = branches.map((branch) => new Map(branch).set(memberPath, matchers));
    } else if (isObject(member)) {
      branches = compileObject(branches, memberPath, member, insideOr);
    } else {
      throw new Error(`"${name}" must be an object or an array`);
    }
  }
  return branches;
}

function compileOr(branches: readonly Branch[], path: string, alternatives: unknown): readonly Branch[] {
  if (!Array.isArray(alternatives)) throw new Error('It must be an Array followed with $or.');
  if (!alternatives.every(isObject)) throw new Error('Only JSON object is allowed in array of $or relationship.');
  if (alternatives.length < 2) throw new Error('There must have at least 2 Objects in $or relationship.');
  const all = alternatives.flatMap((alternative) => compileObject(branches, path, alternative, true));
  if (all.length > MOST_BRANCHES) throw new Error('Rule is too complex - try using fewer combinations of $or');
  return all;
}

/** Tries the fields of the first path, then those of the rest that lie in the same array elements. */
function meets(
  branch: readonly (readonly [string, readonly Matcher[]])[],
  fields: EventFields,
  membership: Membership,
): boolean {
  const [first, ...rest] = branch;
  if (first === undefined) return true;
  const [path, matchers] = first;
  const candidates = (fields.get(path) ?? []).filter((field) => isConsistent(field.membership, membership));
  if (candidates.length === 0) {
    return matchers.some((matcher) => matcher.kind === 'absent') && meets(rest, fields, membership);
  }
  return candidates.some(
    (field) =>
      matchers.some((matcher) => matcher.kind === 'value' && matcher.matches(field.value)) &&
      meets(rest, fields, merge(field.membership, membership)),
  );
}
