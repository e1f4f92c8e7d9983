import type { LifecycleDocument } from './json';
import { rulesOf } from './xml';
import type { Element } from './xml-tree';

/** Elements that may repeat, under the name that AWS's models give the list, by the element they stand in. */
const LISTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Rule: { Transition: 'Transitions', NoncurrentVersionTransition: 'NoncurrentVersionTransitions' },
  And: { Tag: 'Tags' },
};
const NUMBERS: ReadonlySet<string> = new Set([
  'Days',
  'NoncurrentDays',
  'NewerNoncurrentVersions',
  'DaysAfterInitiation',
  'ObjectSizeGreaterThan',
  'ObjectSizeLessThan',
]);
const BOOLEANS: ReadonlySet<string> = new Set(['ExpiredObjectDeleteMarker']);
/** Elements that have members even where they are empty. */
const STRUCTURES: ReadonlySet<string> = new Set([
  'Filter',
  'And',
  'Tag',
  'Expiration',
  'Transition',
  'NoncurrentVersionTransition',
  'NoncurrentVersionExpiration',
  'AbortIncompleteMultipartUpload',
]);

/**
 * The configuration in the shape in which `aws s3api get-bucket-lifecycle-configuration` prints it. Elements that no
 * model knows are kept: as a text, or as an object of their members, as a list if they repeat, attributes under `@name`.
 * For people and scripts to read; what is written to S3 is always the XML.
 */
export function documentOf(root: Element, transitionDefaultMinimumObjectSize?: string): LifecycleDocument {
  const others = root.children.filter((child) => !rulesOf(root).includes(child));
  return {
    ...(transitionDefaultMinimumObjectSize === undefined
      ? {}
      : { TransitionDefaultMinimumObjectSize: transitionDefaultMinimumObjectSize }),
    ...membersOf(others, {}),
    Rules: rulesOf(root).map(objectOf),
  };
}

function objectOf(element: Element): Record<string, unknown> {
  return {
    ...Object.fromEntries(element.attributes.map(([name, value]) => [`@${name}`, value])),
    ...membersOf(element.children, LISTS[element.local] ?? {}),
  };
}

function membersOf(children: readonly Element[], lists: Readonly<Record<string, string>>): Record<string, unknown> {
  const found = new Map<string, unknown[]>();
  const listed = new Set(Object.values(lists));
  for (const child of children) {
    const name = lists[child.local] ?? child.local;
    found.set(name, [...(found.get(name) ?? []), jsonOf(child)]);
  }
  return Object.fromEntries(
    [...found].map(([name, values]) => [name, listed.has(name) || values.length > 1 ? values : values[0]]),
  );
}

function jsonOf(element: Element): unknown {
  const { local, text } = element;
  if (element.children.length > 0 || STRUCTURES.has(local)) return objectOf(element);
  if (element.attributes.length > 0) return { ...objectOf(element), '#text': text };
  if (NUMBERS.has(local) && /^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  if (BOOLEANS.has(local) && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
