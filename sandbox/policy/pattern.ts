import { NotModelledError } from '../aws-error';

/** Value of a policy variable in the request; undefined when the key is absent. */
export type VariableLookup = (key: string) => string | undefined;

type Token = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'any' } | { readonly kind: 'one' };

/**
 * A text of a policy in which variables have been replaced. `tokens` keeps wildcards of the policy apart from characters that
 * came out of a variable, which stand for themselves.
 */
type Expanded = readonly Token[];

/**
 * Replaces `${key}`, `${key, 'default'}`, `${*}`, `${?}` and `${$}`. Answers undefined when a variable has neither a value nor a
 * default: such a text matches nothing. `variables` is undefined for policies of the version 2008-10-17, which have none.
 * Source: "IAM policy elements: variables and tags", IAM User Guide.
 */
function expand(text: string, variables: VariableLookup | undefined): Expanded | undefined {
  const tokens: Token[] = [];
  const pattern = /\$\{([^}]*)\}|\*|\?|[^*?$]+|\$/g;
  for (const match of text.matchAll(pattern)) {
    const [whole, variable] = match;
    if (variable !== undefined && variables !== undefined) {
      const value = variableValue(variable, variables);
      if (value === undefined) return undefined;
      tokens.push({ kind: 'text', text: value });
    } else if (whole === '*') tokens.push({ kind: 'any' });
    else if (whole === '?') tokens.push({ kind: 'one' });
    else tokens.push({ kind: 'text', text: whole });
  }
  return tokens;
}

function variableValue(variable: string, lookup: VariableLookup): string | undefined {
  if (variable === '*' || variable === '?' || variable === '$') return variable;
  const { key, fallback } = splitVariable(variable);
  return lookup(key) ?? fallback;
}

function splitVariable(variable: string): { readonly key: string; readonly fallback: string | undefined } {
  const match = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(variable);
  if (match === null) throw new NotModelledError(`the policy variable \${${variable}}`);
  return { key: match[1] ?? '', fallback: match[2] };
}

/** The keys of all variables in the text; used when a policy is parsed. */
export function variableKeys(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([^}]*)\}/g)]
    .map(([, variable = '']) => variable)
    .filter((variable) => variable !== '*' && variable !== '?' && variable !== '$')
    .map((variable) => splitVariable(variable).key);
}

/** The text with its variables replaced and `*` and `?` as they are; undefined when a variable has no value. */
export function replaceVariables(text: string, variables: VariableLookup | undefined): string | undefined {
  return expand(text, variables)
    ?.map((token) => (token.kind === 'text' ? token.text : token.kind === 'any' ? '*' : '?'))
    .join('');
}

/** `*` is any run of characters, `?` one character. */
export function matchesText(pattern: string, value: string, variables: VariableLookup | undefined): boolean {
  const expanded = expand(pattern, variables);
  return expanded !== undefined && toRegExp(expanded).test(value);
}

/** Action names are compared without regard to case and have no variables. */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesText(pattern.toLowerCase(), action.toLowerCase(), undefined);
}

/**
 * Compares ARNs part by part: a wildcard does not reach over one of the first five colons. A shorter pattern is completed
 * with `*`. A lone `*` matches everything, and only it matches the resource `*`.
 * Source: "IAM JSON policy elements: Resource" and "Condition operators: ARN", IAM User Guide.
 */
export function matchesArn(pattern: string, value: string, variables: VariableLookup | undefined): boolean {
  if (pattern === '*') return true;
  const expanded = expand(pattern, variables);
  if (expanded === undefined || !value.startsWith('arn:')) return false;
  const wanted = splitAtColons(expanded);
  const given = splitArn(value);
  return given.every((part, index) => {
    const piece = wanted[index];
    return piece === undefined || toRegExp(piece).test(part);
  });
}

const ARN_PARTS = 6;

function splitArn(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
}

function splitAtColons(tokens: Expanded): readonly Expanded[] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    let rest = token.kind === 'text' ? token.text : undefined;
    if (rest === undefined) {
      parts.at(-1)?.push(token);
      continue;
    }
    while (parts.length < ARN_PARTS && rest.includes(':')) {
      const colon = rest.indexOf(':');
      parts.at(-1)?.push({ kind: 'text', text: rest.slice(0, colon) });
      parts.push([]);
      rest = rest.slice(colon + 1);
    }
    parts.at(-1)?.push({ kind: 'text', text: rest });
  }
  return parts;
}

function toRegExp(tokens: Expanded): RegExp {
  const source = tokens.map((token) => {
    if (token.kind === 'any') return '.*';
    if (token.kind === 'one') return '.';
    return token.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 's');
}
