import { parseAccountId, parseRegion } from '../../core/identifiers';

// Each check gives what is wrong with what was typed, or true.

const TARGET = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/;

/** `a, b` as a list. */
export function split(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((part) => part !== ''))];
}

export function isRegion(text: string): true | string {
  return parseRegion(text) !== undefined || 'It must be the code of a Region, such as eu-central-1';
}

export function isAccount(text: string): true | string {
  return parseAccountId(text) !== undefined || 'It must be the ID of an account: twelve digits';
}

export function isDays(text: string): true | string {
  return (/^[1-9]\d{0,9}$/.test(text) && Number(text) < 2 ** 31) || 'It must be a whole number from 1';
}

export function areTargets(text: string): true | string {
  const all = split(text);
  const wrong = all.find((id) => !TARGET.test(id));
  if (wrong !== undefined) return `${wrong} is the ID of no root or OU, such as r-abcd or ou-abcd-12345678`;
  return all.length > 0 || 'There must be one at least';
}
