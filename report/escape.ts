import { visibleText } from './visible-text';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is HTML already. Only `html` and `trustedMarkup` make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | null | readonly Part[];

/** Text for an element's content or a quoted attribute: it cannot become markup, and what is invisible in it is shown. */
export function escapeHtml(text: string): string {
  return visibleText(text, true).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** A template of HTML: what is put into it is escaped, unless it is `Markup` itself. Attributes must be in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = strings[0] ?? '';
  for (const [at, part] of parts.entries()) text += escaped(part) + (strings[at + 1] ?? '');
  return new Markup(text);
}

/** For texts of this project alone: the style sheet and the script. */
export function trustedMarkup(text: string): Markup {
  return new Markup(text);
}

function escaped(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return part.map(escaped).join('');
}

/**
 * JSON that can stand inside a `<script type="application/json">`: without `<`, `>` and `&` nothing in it can end the element or begin
 * a comment, and without raw direction marks the source reads as it is.
 * Source: "Restrictions for contents of script elements", HTML Standard.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
