import { ABSENT, cidr, foldCase, type Matcher, onNumber, onText, type Scalar, value, wildcard } from './matchers';

/** EventBridge compares numbers between these bounds. Source: "Numeric matching", EventBridge User Guide. */
const NUMBER_BOUND = 5_000_000_000;

/** Throws an Error whose message is the reason why the element cannot stand in a pattern. */
export function compileElement(element: unknown): Matcher {
  if (element === null || typeof element === 'string' || typeof element === 'boolean' || typeof element === 'number') {
    return value((candidate) => candidate === element);
  }
  if (typeof element !== 'object' || Array.isArray(element)) {
    throw new Error('Match value must be String, number, true, false, or null');
  }
  const [name, operand] = onlyMember(element, 'Match expression name not found');
  switch (name) {
    case 'exists':
      if (typeof operand !== 'boolean') throw new Error('exists match pattern must be either true or false.');
      return operand ? value(() => true) : ABSENT;
    case 'anything-but':
      return value(not(anyOf(excluded(operand))));
    case 'numeric':
      return value(onNumber(numeric(operand)));
    default:
      return value(onText(textExpression(name, operand)));
  }
}

function onlyMember(object: object, whenEmpty: string): [string, unknown] {
  const [member, ...more] = Object.entries(object);
  if (member === undefined) throw new Error(whenEmpty);
  if (more.length > 0) throw new Error('Only one key allowed in match expression');
  return member;
}

function textExpression(name: string, operand: unknown): (text: string) => boolean {
  switch (name) {
    case 'prefix':
    case 'suffix': {
      const test = (text: string, part: string) => (name === 'prefix' ? text.startsWith(part) : text.endsWith(part));
      if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
        const [inner, part] = onlyMember(operand, 'Match expression name not found');
        if (inner !== 'equals-ignore-case') throw new Error(`Unsupported ${name} pattern: ${inner}`);
        const folded = foldCase(requireText(part, 'equals-ignore-case'));
        return (text) => test(foldCase(text), folded);
      }
      const part = requireText(operand, name);
      return (text) => test(text, part);
    }
    case 'equals-ignore-case': {
      const folded = foldCase(requireText(operand, name));
      return (text) => foldCase(text) === folded;
    }
    case 'wildcard':
      return wildcard(requireText(operand, name));
    case 'cidr':
      return cidr(requireText(operand, name));
    default:
      throw new Error(`Unrecognized match type ${name}`);
  }
}

function requireText(operand: unknown, name: string): string {
  if (typeof operand !== 'string') throw new Error(`${name} match pattern must be a string`);
  return operand;
}

/** What `anything-but` excludes, as predicates. */
function excluded(operand: unknown): readonly ((value: Scalar) => boolean)[] {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
    const [name, inner] = onlyMember(operand, 'Anything-But expression name not found');
    if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(name)) {
      throw new Error(`Unsupported anything-but pattern: ${name}`);
    }
    return listOf(inner).map((part) => {
      if (typeof part !== 'string') throw new Error(`Inside anything-but/${name} list, only strings are supported.`);
      if (part === '' && (name === 'prefix' || name === 'suffix')) throw new Error('Null prefix/suffix not allowed');
      return onText(textExpression(name, part));
    });
  }
  const values = listOf(operand);
  const kinds = new Set(values.map((item) => typeof item));
  if (![...kinds].every((kind) => kind === 'string' || kind === 'number')) {
    throw new Error(
      Array.isArray(operand)
        ? 'Inside anything but list, start|null|boolean is not supported.'
        : 'Value of anything-but must be an array or single string/number value.',
    );
  }
  if (kinds.size !== 1) {
    throw new Error('Inside anything but list, either all values are number or string, mixed type is not supported');
  }
  return values.map((item) => (candidate: Scalar) => candidate === item);
}

function listOf(operand: unknown): readonly unknown[] {
  if (!Array.isArray(operand)) return [operand];
  if (operand.length === 0) throw new Error('Empty arrays are not allowed');
  return operand;
}

function anyOf(predicates: readonly ((value: Scalar) => boolean)[]): (value: Scalar) => boolean {
  return (candidate) => predicates.some((matches) => matches(candidate));
}

function not(predicate: (value: Scalar) => boolean): (value: Scalar) => boolean {
  return (candidate) => !predicate(candidate);
}

function numeric(operand: unknown): (number: number) => boolean {
  if (!Array.isArray(operand)) throw new Error('Value of numeric must be an array.');
  const [first, bound, second, upper, ...more] = operand as unknown[];
  const lower = comparison(first, bound);
  if (operand.length === 2) return lower;
  if (first !== '>' && first !== '>=') throw new Error('Too many elements in numeric expression');
  if (second !== '<' && second !== '<=') throw new Error(`Bad numeric range operator: ${second}`);
  const above = comparison(second, upper);
  if (more.length > 0) throw new Error('Too many terms in numeric range expression');
  if (Number(bound) >= Number(upper)) throw new Error('Bottom must be less than top');
  return (number) => lower(number) && above(number);
}

function comparison(operator: unknown, bound: unknown): (number: number) => boolean {
  if (typeof operator !== 'string') throw new Error(`Invalid member in numeric match: ${operator}`);
  if (!['=', '<', '<=', '>', '>='].includes(operator)) {
    throw new Error(`Unrecognized numeric range operator: ${operator}`);
  }
  if (typeof bound !== 'number') {
    throw new Error(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  }
  if (Math.abs(bound) > NUMBER_BOUND) throw new Error('Value must be between -5.0E9 and 5.0E9, inclusive');
  switch (operator) {
    case '=':
      return (number) => number === bound;
    case '<':
      return (number) => number < bound;
    case '<=':
      return (number) => number <= bound;
    case '>':
      return (number) => number > bound;
    default:
      return (number) => number >= bound;
  }
}
