import { createHash } from 'node:crypto';
import type { LifecycleConfiguration } from './configuration';
import { readLifecycleXml } from './xml';
import type { Element } from './xml-tree';

/**
 * Digests of what a configuration says besides our rule, whatever it was written as (XML of S3, JSON of CloudTrail): equal for two that
 * mean the same. The order of rules and of their members does not count, nor do a date's or number's way of being written.
 */
export interface Meaning {
  readonly rules: string;
  /** The same without IDs: S3 makes one up for a rule that has none. */
  readonly withoutIds: string;
  /** Whether every rule has an ID. */
  readonly named: boolean;
}

/** A value as CloudTrail would carry it: an element's members by name, one that repeats as a list, a leaf as its text. */
export type Loose = string | number | boolean | null | readonly Loose[] | { readonly [name: string]: Loose };

/** What a configuration means; undefined for a text that cannot be read. */
export function meaningOf(configuration: LifecycleConfiguration | undefined): Meaning | undefined {
  if (configuration === undefined) return meaningOfRules([], {});
  const read = readLifecycleXml(configuration.xml);
  if (!read.ok) return undefined;
  const { root, rules, view } = read.lifecycle;
  const foreign = rules.filter((_, index) => view.rules[index]?.ours !== true).map(looseOf);
  const others = root.children.filter((child) => !rules.includes(child));
  return meaningOfRules(foreign, looseOf({ ...root, children: others, attributes: root.attributes, text: '' }));
}

/** What rules of somebody else mean; `others`: what else stands in the configuration. */
export function meaningOfRules(rules: readonly Loose[], others: Loose): Meaning {
  const withIds = rules.map((rule) => plain(rule));
  const without = rules.map((rule) => plain(isMembers(rule) ? omit(rule, 'ID') : rule));
  const rest = plain(others);
  return {
    rules: digestOf([withIds.sort(), rest]),
    withoutIds: digestOf([without.sort(), rest]),
    named: rules.every((rule) => isMembers(rule) && rule['ID'] !== undefined && rule['ID'] !== ''),
  };
}

/** Whether two configurations say the same besides our rule. */
export function sameMeaning(one: Meaning, other: Meaning): boolean {
  return one.named && other.named ? one.rules === other.rules : one.withoutIds === other.withoutIds;
}

function looseOf(element: Element): Loose {
  if (element.children.length === 0 && element.attributes.length === 0) return element.text;
  const members: Record<string, Loose> = Object.fromEntries(element.attributes);
  for (const name of new Set(element.children.map(({ local }) => local))) {
    const values = element.children.filter(({ local }) => local === name).map(looseOf);
    members[name] = values.length === 1 && values[0] !== undefined ? values[0] : values;
  }
  return members;
}

/** One text for all ways of saying the same. */
function plain(value: Loose, name = ''): string {
  if (typeof value !== 'object' || value === null) return plainLeaf(String(value).trim(), name);
  if (Array.isArray(value)) {
    const [only] = value;
    return value.length === 1 ? plain(only, name) : `[${value.map((item: Loose) => plain(item, name)).sort()}]`;
  }
  const members = Object.entries(value as Readonly<Record<string, Loose>>).map(
    ([key, item]) => `${JSON.stringify(key)}:${plain(item, key)}`,
  );
  return members.length === 0 ? plain('', name) : `{${members.sort()}}`;
}

function plainLeaf(text: string, name: string): string {
  // an empty filter and an empty prefix in it are the whole bucket, both
  if (name === 'Filter' && text === '') return '{"Prefix":""}';
  if (name === 'Date' && Number.isFinite(Date.parse(text))) return new Date(text).toISOString();
  if (/^[+-]?\d{1,15}(\.\d{1,15})?$/.test(text)) return JSON.stringify(String(Number(text)));
  return JSON.stringify(/^(true|false)$/i.test(text) ? text.toLowerCase() : text);
}

function isMembers(value: Loose): value is { readonly [name: string]: Loose } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function omit(members: { readonly [name: string]: Loose }, name: string): Loose {
  return Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
