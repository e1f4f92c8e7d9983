import { type Place, placeOf } from './place';

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly detail: string; readonly place: Place };

/**
 * Parses JSON (RFC 8259) as `JSON.parse` does, but says where a mistake is, and refuses what `JSON.parse` would change
 * without a word: a key that stands twice in one object, and a whole number too large to be carried exactly.
 */
export function parseJson(text: string): ParsedJson {
  const parser = new JsonParser(text);
  try {
    return { ok: true, value: parser.document() };
  } catch (error) {
    if (error instanceof JsonMistake) return { ok: false, detail: error.message, place: placeOf(text, error.offset) };
    if (error instanceof RangeError) {
      return { ok: false, detail: 'it is nested too deeply', place: placeOf(text, parser.offset) };
    }
    throw error;
  }
}

class JsonMistake extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

class JsonParser {
  offset = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): unknown {
    const value = this.value();
    if (this.peek() !== '') throw this.unexpected('the end');
    return value;
  }

  private value(): unknown {
    const next = this.peek();
    if (next === '{') return this.object();
    if (next === '[') return this.array();
    if (next === '"') return this.string();
    for (const [word, meaning] of [['true', true] as const, ['false', false] as const, ['null', null] as const]) {
      if (this.text.startsWith(word, this.offset)) {
        this.offset += word.length;
        return meaning;
      }
    }
    return this.number();
  }

  private object(): Record<string, unknown> {
    const members = new Map<string, unknown>();
    this.offset += 1;
    if (this.take('}')) return {};
    do {
      if (this.peek() !== '"') throw this.unexpected('a key in double quotes');
      const start = this.offset;
      const key = this.string();
      if (members.has(key)) throw new JsonMistake(`the key ${JSON.stringify(key)} stands twice in one object`, start);
      if (!this.take(':')) throw this.unexpected('":"');
      members.set(key, this.value());
    } while (this.take(','));
    if (!this.take('}')) throw this.unexpected('"," or "}"');
    return Object.fromEntries(members);
  }

  private array(): unknown[] {
    const items: unknown[] = [];
    this.offset += 1;
    if (this.take(']')) return items;
    do items.push(this.value());
    while (this.take(','));
    if (!this.take(']')) throw this.unexpected('"," or "]"');
    return items;
  }

  private string(): string {
    const start = this.offset;
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
    const token = this.text.slice(start, end + 1);
    const value = tokenValue(token);
    if (typeof value !== 'string') {
      throw new JsonMistake('a string is not closed, or has a character that must be escaped', start);
    }
    this.offset = end + 1;
    return value;
  }

  private number(): number {
    const token = /^-?\d[\d.eE+-]*/.exec(this.text.slice(this.offset, this.offset + 400))?.[0] ?? '';
    const value = tokenValue(token);
    if (typeof value !== 'number') throw this.unexpected('a value');
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
      throw new JsonMistake(`the number ${token} is too large to be carried exactly`, this.offset);
    }
    this.offset += token.length;
    return value;
  }

  /** The next character behind white space, empty at the end. */
  private peek(): string {
    while (' \t\r\n'.includes(this.text[this.offset] ?? '.')) this.offset += 1;
    return this.text[this.offset] ?? '';
  }

  private take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.offset += 1;
    return true;
  }

  private unexpected(wanted: string): JsonMistake {
    const found = this.peek();
    return new JsonMistake(
      `expected ${wanted}, found ${found === '' ? 'the end' : JSON.stringify(found)}`,
      this.offset,
    );
  }
}

/** What `JSON.parse` makes of one string or number; undefined if it is none. */
function tokenValue(token: string): unknown {
  try {
    return JSON.parse(token);
  } catch {
    return undefined;
  }
}
