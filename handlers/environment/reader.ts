/** Reads environment variables into types, and keeps a list of what is missing or wrong. `Key`: the variables that there are. */
export class EnvironmentReader<Key extends string> {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #problems: string[] = [];

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
  }

  /** Gives `config`, or throws one Error that lists every variable that is missing or wrong: its name, its value and what it must be. */
  whole<Config>(config: Config): Config {
    if (this.#problems.length > 0) {
      throw new Error(`the environment of the function is wrong:\n${this.#problems.join('\n')}`);
    }
    return config;
  }

  text(key: Key, pattern: RegExp, expected: string): string {
    const value = this.#environment[key] ?? '';
    if (!pattern.test(value)) this.#wrong(key, expected);
    return value;
  }

  name(key: Key): string {
    return this.text(key, /^[\w.-]+$/, 'a name');
  }

  url(key: Key): string {
    return this.text(key, /^https?:\/\/\S+$/, 'the URL of a queue');
  }

  /** What `parse` makes of the text; undefined from it means that the text is wrong. */
  parsed<T>(key: Key, parse: (text: string) => T | undefined, expected: string): T {
    const value = parse(this.#environment[key] ?? '');
    if (value === undefined) this.#wrong(key, expected);
    // never seen when it is undefined: `whole` throws then
    return value as T;
  }

  choice<T extends string>(key: Key, choices: readonly [T, ...T[]]): T {
    const found = choices.find((candidate) => candidate === this.#environment[key]);
    if (found === undefined) this.#wrong(key, choices.join(' or '));
    return found ?? choices[0];
  }

  flag(key: Key): boolean {
    return this.choice(key, ['true', 'false']) === 'true';
  }

  /** A whole number. */
  count(key: Key, least: number, most: number): number {
    const value = this.#environment[key] ?? '';
    const number = /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) this.#wrong(key, `a whole number from ${least} to ${most}`);
    return number;
  }

  /** A JSON array whose items `parse` takes; undefined from it means that an item is wrong. */
  list<T>(key: Key, parse: (item: unknown) => T | undefined, expected: string): readonly T[] {
    return this.parsed(key, (text) => listOf(parseJson(text), parse), `a JSON array of ${expected}`);
  }

  /** The same, or null for the JSON text `null`. */
  listOrNull<T>(key: Key, parse: (item: unknown) => T | undefined, expected: string): readonly T[] | null {
    return this.parsed(
      key,
      (text) => (text === 'null' ? null : listOf(parseJson(text), parse)),
      `a JSON array of ${expected}, or null`,
    );
  }

  /** A JSON object whose values `parse` takes. */
  record<T>(key: Key, parse: (item: unknown) => T | undefined, expected: string): Readonly<Record<string, T>> {
    return this.parsed(key, (text) => recordOf(parseJson(text), parse), `a JSON object of ${expected}`);
  }

  #wrong(key: Key, expected: string): void {
    const value = this.#environment[key];
    const found = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
    this.#problems.push(`${key} ${found}: must be ${expected}`);
  }
}

/** A text as it is; undefined for anything else. */
export function asText(item: unknown): string | undefined {
  return typeof item === 'string' ? item : undefined;
}

function listOf<T>(value: unknown, parse: (item: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map((item: unknown) => parse(item));
  return items.every((item) => item !== undefined) ? items : undefined;
}

function recordOf<T>(value: unknown, parse: (item: unknown) => T | undefined): Record<string, T> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).map(([key, item]) => [key, parse(item)] as const);
  return entries.every((entry): entry is readonly [string, T & {}] => entry[1] !== undefined)
    ? Object.fromEntries(entries)
    : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
