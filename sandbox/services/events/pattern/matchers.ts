import { BlockList, isIP } from 'node:net';

/** A leaf of an event. */
export type Scalar = string | number | boolean | null;

/** One element of a pattern's array: `absent` is `{"exists": false}`; any other needs a value that is there. */
export type Matcher =
  | { readonly kind: 'absent' }
  | { readonly kind: 'value'; readonly matches: (value: Scalar) => boolean };

export const ABSENT: Matcher = { kind: 'absent' };

export function value(matches: (value: Scalar) => boolean): Matcher {
  return { kind: 'value', matches };
}

/** A predicate on text; anything that is not text does not meet it. */
export function onText(matches: (text: string) => boolean): (value: Scalar) => boolean {
  return (candidate) => typeof candidate === 'string' && matches(candidate);
}

export function onNumber(matches: (number: number) => boolean): (value: Scalar) => boolean {
  return (candidate) => typeof candidate === 'number' && matches(candidate);
}

export function foldCase(text: string): string {
  return text.toLowerCase();
}

/**
 * A wildcard expression as a predicate: `*` stands for any number of characters, `\*` and `\\` for themselves.
 * Throws an Error whose message is the reason. Source: "Wildcard matching", EventBridge User Guide.
 */
export function wildcard(expression: string): (text: string) => boolean {
  let source = '';
  let previousWasWildcard = false;
  for (let at = 0; at < expression.length; at += 1) {
    let character = expression.charAt(at);
    if (character === '*') {
      if (previousWasWildcard) throw new Error(`Consecutive wildcard characters at pos ${at - 1}`);
      previousWasWildcard = true;
      source += '[^]*';
      continue;
    }
    previousWasWildcard = false;
    if (character === '\\') {
      at += 1;
      character = expression.charAt(at);
      if (character !== '*' && character !== '\\') throw new Error(`Invalid escape character at pos ${at - 1}`);
    }
    source += character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  const regExp = new RegExp(`^${source}$`);
  return (text) => regExp.test(text);
}

/** Whether an address lies in a block such as `10.0.0.0/24`. Throws an Error whose message is the reason. */
export function cidr(block: string): (text: string) => boolean {
  const [address = '', bits = '', ...more] = block.split('/');
  const version = isIP(address);
  if (more.length > 0 || bits === '') throw new Error("Malformed CIDR, one '/' required");
  if (version === 0) throw new Error(`Nonstandard IP address: ${address}`);
  const longest = version === 4 ? 31 : 127;
  if (!/^\d+$/.test(bits)) throw new Error('Malformed CIDR, mask bits must be an integer');
  if (Number(bits) > longest) throw new Error(`IP address mask bits must be < ${longest + 1}`);
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family);
  return (text) => isIP(text) === version && list.check(text, family);
}
