import { BlockList, isIP } from 'node:net';
import { matchesArn, matchesText, replaceVariables, type VariableLookup } from './pattern';

/** Compares one value of the policy with one of the request. */
type Comparison = (wanted: string, given: string, variables: VariableLookup | undefined) => boolean;

export interface ConditionOperator {
  readonly compare: Comparison;
  readonly negated: boolean;
}

const equals: Comparison = (wanted, given, variables) => replaceVariables(wanted, variables) === given;

const equalsIgnoringCase: Comparison = (wanted, given, variables) =>
  replaceVariables(wanted, variables)?.toLowerCase() === given.toLowerCase();

const ordered =
  (read: (text: string) => number, test: (difference: number) => boolean): Comparison =>
  (wanted, given, variables) => {
    // NaN fails every comparison: what is not a number or a date is never equal, smaller or larger.
    return test(read(given) - read(replaceVariables(wanted, variables) ?? ''));
  };

const readNumber = (text: string) => (/^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN);

/** ISO 8601, or seconds since 1970. */
const readDate = (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const inNetwork: Comparison = (wanted, given, variables) => {
  const network = replaceVariables(wanted, variables) ?? '';
  const slash = network.indexOf('/');
  const address = slash < 0 ? network : network.slice(0, slash);
  const version = isIP(address);
  if (version === 0 || isIP(given) !== version) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const prefix = slash < 0 ? (version === 4 ? 32 : 128) : Number(network.slice(slash + 1));
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return list.check(given, family);
};

const isTrue: Comparison = (wanted, given) => wanted.toLowerCase() === given.toLowerCase();
const sameBytes: Comparison = (wanted, given) => Buffer.from(wanted, 'base64').equals(Buffer.from(given, 'base64'));

function pair(positive: string, negative: string, compare: Comparison): [string, ConditionOperator][] {
  return [
    [positive, { compare, negated: false }],
    [negative, { compare, negated: true }],
  ];
}

function orderings(kind: string, read: (text: string) => number): [string, ConditionOperator][] {
  return [
    ...pair(
      `${kind}Equals`,
      `${kind}NotEquals`,
      ordered(read, (difference) => difference === 0),
    ),
    [`${kind}LessThan`, { compare: ordered(read, (difference) => difference < 0), negated: false }],
    [`${kind}LessThanEquals`, { compare: ordered(read, (difference) => difference <= 0), negated: false }],
    [`${kind}GreaterThan`, { compare: ordered(read, (difference) => difference > 0), negated: false }],
    [`${kind}GreaterThanEquals`, { compare: ordered(read, (difference) => difference >= 0), negated: false }],
  ];
}

const OPERATORS = new Map<string, ConditionOperator>([
  ...pair('StringEquals', 'StringNotEquals', equals),
  ...pair('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', equalsIgnoringCase),
  ...pair('StringLike', 'StringNotLike', matchesText),
  ...orderings('Numeric', readNumber),
  ...orderings('Date', readDate),
  ...pair('ArnEquals', 'ArnNotEquals', matchesArn),
  ...pair('ArnLike', 'ArnNotLike', matchesArn),
  ...pair('IpAddress', 'NotIpAddress', inNetwork),
  ['Bool', { compare: isTrue, negated: false }],
  ['BinaryEquals', { compare: sameBytes, negated: false }],
]);

export interface OperatorUse {
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  /** `Null` asks whether the key is there. */
  readonly operator: ConditionOperator | 'Null';
  readonly ifExists: boolean;
}

/**
 * Reads a name such as `ForAnyValue:StringLikeIfExists`; undefined for an operator that IAM does not have.
 * Source: "IAM JSON policy elements: Condition operators", IAM User Guide.
 */
export function readOperator(name: string): OperatorUse | undefined {
  const match = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(name);
  if (match === null) return undefined;
  const quantifier = match[1] as OperatorUse['quantifier'];
  const ifExists = match[3] !== undefined;
  if (match[2] === 'Null')
    return ifExists || quantifier !== undefined ? undefined : { quantifier, operator: 'Null', ifExists };
  const operator = OPERATORS.get(match[2] ?? '');
  return operator === undefined ? undefined : { quantifier, operator, ifExists };
}
