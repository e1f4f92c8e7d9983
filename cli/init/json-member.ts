/** A part of a text, from its first character up to the one after its last. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The JSON document `text`, which is an object, with `value` at `path`; every other character stays as it is. Objects on the way that
 * are missing are made; a key that stands twice counts where it stands last, as with `JSON.parse`. Throws an Error where something on the
 * way is no object.
 */
export function withMember(text: string, path: readonly string[], value: unknown): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  const lineAt = (depth: number): string => `${lineEnd}${indent.repeat(depth)}`;
  const drawn = (drawnValue: unknown, depth: number): string =>
    JSON.stringify(drawnValue, undefined, indent).replaceAll('\n', lineAt(depth));

  let start = skipSpace(text, text.startsWith('\uFEFF') ? 1 : 0);
  for (const [depth, key] of path.entries()) {
    if (text[start] !== '{') throw new Error(`what should hold ${JSON.stringify(key)} is no object`);
    const members = membersOf(text, start);
    const found = members.findLast((member) => member.key === key)?.value;
    if (found === undefined) {
      const rest = path.slice(depth + 1).reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
      const member = `${lineAt(depth + 1)}${JSON.stringify(key)}: ${drawn(rest, depth + 1)}`;
      const last = members.at(-1)?.value.end;
      return last === undefined
        ? `${text.slice(0, start)}{${member}${lineAt(depth)}}${text.slice(endOfValue(text, start))}`
        : `${text.slice(0, last)},${member}${text.slice(last)}`;
    }
    if (depth === path.length - 1) {
      return `${text.slice(0, found.start)}${drawn(value, path.length)}${text.slice(found.end)}`;
    }
    start = found.start;
  }
  return text;
}

/** Members of the object that begins at `start`. */
function membersOf(text: string, start: number): { readonly key: string; readonly value: Span }[] {
  const members: { key: string; value: Span }[] = [];
  let at = skipSpace(text, start + 1);
  while (text[at] === '"') {
    const end = endOfValue(text, at);
    const key = JSON.parse(text.slice(at, end)) as string;
    const value = skipSpace(text, skipSpace(text, end) + 1);
    members.push({ key, value: { start: value, end: endOfValue(text, value) } });
    at = skipSpace(text, endOfValue(text, value));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return members;
}

/** The text is known to be JSON, so that brackets which are in no string match. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const token = tokenAt(text, at);
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    at += token.length;
  } while (depth > 0);
  return at;
}

/** A bracket, a string, or a run of anything else. */
function tokenAt(text: string, at: number): string {
  const token = /[[\]{}]|"(?:[^"\\]|\\.)*"|[\s,:]+|[^\s,:[\]{}"]+/y;
  token.lastIndex = at;
  const [found] = token.exec(text) ?? [];
  if (found === undefined) throw new Error('this is not JSON');
  return found;
}

function skipSpace(text: string, at: number): number {
  let next = at;
  while (/\s/.test(text[next] ?? '')) next += 1;
  return next;
}
