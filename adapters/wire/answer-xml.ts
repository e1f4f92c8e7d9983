import { type Element, parseElements } from '../../core/lifecycle/xml-tree';
import { UnreadableAnswer } from './whole-answer';

/** The root element of an answer; undefined when it is no well-formed XML in UTF-8. */
export function rootOf(body: Buffer): Element | undefined {
  const parsed = parseElements(body.toString());
  return parsed.ok ? parsed.root : undefined;
}

/** The root element, which must be called `name`. Throws otherwise: an answer that cannot be read is no empty one. */
export function answerRoot(body: Buffer, name: string): Element {
  const parsed = parseElements(body.toString());
  if (!parsed.ok) throw unreadable(parsed.detail);
  if (parsed.root.local !== name) throw unreadable(`its root element is ${parsed.root.local}, not ${name}`);
  return parsed.root;
}

export function unreadable(detail: string): UnreadableAnswer {
  return new UnreadableAnswer(`the answer cannot be read: ${detail}`);
}

export function child(element: Element, name: string): Element | undefined {
  return element.children.find(({ local }) => local === name);
}

/** The text of a child; undefined when there is none of that name. */
export function childText(element: Element, name: string): string | undefined {
  return child(element, name)?.text;
}

/** The children called `name` of the child called `list`; undefined when there is no such list. */
export function listed(element: Element, list: string, name: string): readonly Element[] | undefined {
  return child(element, list)?.children.filter(({ local }) => local === name);
}
