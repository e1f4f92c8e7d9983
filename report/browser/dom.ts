/// <reference lib="dom" />
import { visibleText } from '../visible-text';

type Child = Node | string | null;

/** The element of the page with this id. Throws where the page has none. */
export function byId<Kind extends HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as Kind;
}

/** A new element. Texts become text nodes, with what is invisible in them shown: nothing can become markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  for (const child of children) {
    if (child !== null)
      made.append(typeof child === 'string' ? document.createTextNode(visibleText(child, true)) : child);
  }
  return made;
}

/** A verdict as a badge: a dot in the colour of its group, and the word. */
export function badge(verdict: string): HTMLElement {
  return element('span', { class: 'badge', 'data-verdict': verdict }, verdict);
}

/** A longer text in a cell: two lines of it, the whole as a tip. */
export function twoLines(text: string): HTMLElement {
  return element('div', { class: 'two', title: visibleText(text) }, text);
}
