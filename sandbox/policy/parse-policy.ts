import { isIP } from 'node:net';
import { AwsError, NotModelledError } from '../aws-error';
import { isKnownConditionKey } from './condition-keys';
import { readOperator } from './condition-operators';
import type { PolicyDocument, PolicyPrincipal, PolicyStatement } from './document';
import { variableKeys } from './pattern';

/**
 * What a policy is attached to: `identity` (also session policies, permissions boundaries and SCPs) has no principal, `resource`
 * must have one, `trust` must have one and has no resource. Without a kind both shapes are accepted.
 */
export type PolicyForm = 'identity' | 'resource' | 'trust';

const DOCUMENT_ELEMENTS = ['Version', 'Id', 'Statement'];
const STATEMENT_ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/**
 * Checks a policy and brings lists of one into one shape. `json` is the document as JSON text or as a value.
 * Throws AwsError MalformedPolicyDocument for what IAM refuses (services with another code for it translate) and
 * NotModelledError for what only the evaluator here does not know.
 */
export function parsePolicy(json: unknown, form?: PolicyForm): PolicyDocument {
  const document = asObject(typeof json === 'string' ? parseText(json) : json, 'The policy');
  refuseUnknown(document, DOCUMENT_ELEMENTS, 'the policy');
  const version = document['Version'] ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17')
    throw malformed(`The policy version ${version} is not valid.`);
  const id = document['Id'];
  if (id !== undefined && typeof id !== 'string') throw malformed('Id must be text.');
  const statements = document['Statement'];
  const list = Array.isArray(statements) ? statements : [statements];
  if (list.length === 0) throw malformed('The policy has no statement.');
  const parsed = list.map((statement) => parseStatement(statement, form, version));
  const sids = parsed.flatMap(({ Sid }) => (Sid === undefined || Sid === '' ? [] : [Sid]));
  if (new Set(sids).size < sids.length) throw malformed('Statement IDs (SID) in a single policy must be unique.');
  return { Version: version, ...(id === undefined ? {} : { Id: id }), Statement: parsed };
}

function parseStatement(value: unknown, form: PolicyForm | undefined, version: string): PolicyStatement {
  const statement = asObject(value, 'A statement');
  refuseUnknown(statement, STATEMENT_ELEMENTS, 'a statement');
  if ('NotPrincipal' in statement) throw new NotModelledError('the policy element NotPrincipal');
  const { Sid, Effect } = statement as { Sid?: unknown; Effect?: unknown };
  if (Sid !== undefined && (typeof Sid !== 'string' || (form !== 'resource' && !/^[A-Za-z0-9]*$/.test(Sid)))) {
    throw malformed('Statement IDs (SID) must be alpha-numeric.');
  }
  if (Effect !== 'Allow' && Effect !== 'Deny') throw malformed(`Invalid effect: ${String(Effect)}`);
  const action = either(statement, 'Action', 'NotAction', checkAction);
  const resource =
    form === 'trust' ? refuseResource(statement) : either(statement, 'Resource', 'NotResource', checkResource);
  const principal = parsePrincipal(statement['Principal'], form);
  const condition = parseCondition(statement['Condition']);
  const variables = [
    ...Object.values(resource).flat(),
    ...Object.values(condition ?? {}).flatMap((k) => Object.values(k).flat()),
  ];
  if (version === '2012-10-17') for (const text of variables) checkVariables(text);
  return {
    ...(Sid === undefined ? {} : { Sid }),
    Effect,
    ...action,
    ...resource,
    ...(principal === undefined ? {} : { Principal: principal }),
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

function either(
  statement: Readonly<Record<string, unknown>>,
  positive: 'Action' | 'Resource',
  negative: 'NotAction' | 'NotResource',
  check: (text: string) => void,
): Readonly<Record<string, readonly string[]>> {
  if (positive in statement === negative in statement) {
    throw malformed(`A statement must contain exactly one of ${positive} and ${negative}.`);
  }
  const name = positive in statement ? positive : negative;
  const texts = asTexts(statement[name], name);
  if (texts.length === 0) throw malformed(`Policy statement must contain ${positive.toLowerCase()}s.`);
  for (const text of texts) check(text);
  return { [name]: texts };
}

function refuseResource(statement: Readonly<Record<string, unknown>>): Readonly<Record<string, readonly string[]>> {
  if ('Resource' in statement || 'NotResource' in statement) throw malformed('Has prohibited field Resource');
  return {};
}

function checkAction(action: string): void {
  if (action === '*' || /^([A-Za-z0-9-]+|\*):[A-Za-z0-9*?]+$/.test(action)) return;
  throw malformed(`Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.: ${action}`);
}

function checkResource(resource: string): void {
  if (resource === '*') return;
  const [scheme, partition, service] = resource.split(':');
  if (scheme !== 'arn' || partition === undefined || service === undefined || service === '') {
    throw malformed(`Resource ${resource} must be in ARN format or "*".`);
  }
}

function checkVariables(text: string): void {
  for (const key of variableKeys(text)) {
    if (!isKnownConditionKey(key)) throw new NotModelledError(`the policy variable \${${key}}`);
  }
}

function parsePrincipal(value: unknown, form: PolicyForm | undefined): PolicyPrincipal | undefined {
  if (value === undefined) {
    if (form === 'resource' || form === 'trust') throw malformed('Missing required field Principal');
    return undefined;
  }
  if (form === 'identity') throw malformed('Policy document should not specify a principal.');
  if (value === '*') return '*';
  const principal = asObject(value, 'Principal');
  if (Object.keys(principal).length === 0) throw malformed('Missing required field Principal');
  for (const kind of Object.keys(principal)) {
    if (kind === 'Federated' || kind === 'CanonicalUser') throw new NotModelledError(`principals of the kind ${kind}`);
    if (kind !== 'AWS' && kind !== 'Service') throw malformed(`Invalid principal in policy: "${kind}"`);
  }
  const aws = 'AWS' in principal ? asTexts(principal['AWS'], 'Principal') : undefined;
  const service = 'Service' in principal ? asTexts(principal['Service'], 'Principal') : undefined;
  for (const text of aws ?? []) checkAwsPrincipal(text);
  for (const text of service ?? []) {
    if (!/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(text)) throw invalidPrincipal('SERVICE', text);
  }
  return { ...(aws === undefined ? {} : { AWS: aws }), ...(service === undefined ? {} : { Service: service }) };
}

const AWS_PRINCIPAL =
  /^(\*|\d{12}|A(ROA|IDA)[A-Z2-7]{17}|arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)|arn:aws[a-z-]*:sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+)$/;

function checkAwsPrincipal(text: string): void {
  if (!AWS_PRINCIPAL.test(text)) throw invalidPrincipal('AWS', text);
}

/** The answer of IAM to a principal that cannot be or does not exist. */
export function invalidPrincipal(kind: 'AWS' | 'SERVICE', text: string): AwsError {
  return malformed(`Invalid principal in policy: "${kind}":"${text}"`);
}

function parseCondition(value: unknown): PolicyStatement['Condition'] {
  if (value === undefined) return undefined;
  const condition: Record<string, Record<string, readonly string[]>> = {};
  for (const [name, keys] of Object.entries(asObject(value, 'Condition'))) {
    const use = readOperator(name);
    if (use === undefined) throw malformed(`Invalid Condition type : ${name}`);
    const parsed: Record<string, readonly string[]> = {};
    for (const [key, wanted] of Object.entries(asObject(keys, name))) {
      if (!isKnownConditionKey(key)) throw new NotModelledError(`the condition key ${key}`);
      const texts = asTexts(wanted, key);
      if (use.operator === 'Null') for (const text of texts) checkBoolean(text);
      if (/IpAddress/.test(name)) for (const text of texts) checkNetwork(text);
      parsed[key] = texts;
    }
    condition[name] = parsed;
  }
  return condition;
}

function checkBoolean(text: string): void {
  if (!/^(true|false)$/i.test(text)) throw malformed(`Invalid value for Null: ${text}`);
}

function checkNetwork(text: string): void {
  const [address = '', prefix] = text.split('/');
  const bits = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  const valid = bits > 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits));
  if (!valid && !text.includes('${')) throw malformed(`Invalid IP address or range: ${text}`);
}

function asTexts(value: unknown, name: string): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map((item: unknown) => {
    // Condition values may be numbers and booleans; nothing else is changed into text.
    if (typeof item === 'string') return item;
    if (typeof item === 'number' || typeof item === 'boolean') return String(item);
    throw malformed(`${name} must be text or a list of texts.`);
  });
}

function asObject(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(`${name} is not a JSON object.`);
  return value as Readonly<Record<string, unknown>>;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
}

function refuseUnknown(object: object, known: readonly string[], where: string): void {
  const unknown = Object.keys(object).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw malformed(`Syntax errors in policy: ${unknown.join(', ')} is not an element of ${where}.`);
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message, 400);
}
