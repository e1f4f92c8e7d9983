/** A body of HCL as an object: attributes and blocks by name. */
export interface HclBody {
  readonly [name: string]: unknown;
}

const TOKEN = /#[^\n]*|"[^"\n]*"|[A-Za-z_][\w-]*|\d+|[{}[\]=,]|\n|[^\S\n]+/y;

/**
 * Reads the little of HCL that a resource's blocks need: blocks without labels, and attributes whose value is a text, a
 * number, a name or a list of names; each ends with its line. Throws an Error for anything else, and for a name given twice.
 * Source: "HCL Native Syntax Specification".
 */
export function readHcl(text: string): HclBody {
  const tokens = tokensOf(text);
  let at = 0;
  const next = (): string | undefined => tokens[at++];
  const take = (...wanted: (string | undefined)[]): void => {
    const found = next();
    if (!wanted.includes(found)) throw new Error(`found ${found}, not ${wanted.join(' or ')}`);
  };
  const value = (): unknown => {
    const token = next() ?? '';
    if (token === '[') {
      const list: unknown[] = [];
      while (tokens[at] !== ']') {
        list.push(value());
        if (tokens[at] !== ']') take(',');
      }
      at += 1;
      return list;
    }
    if (token.startsWith('"')) return token.slice(1, -1);
    if (/^\d+$/.test(token)) return Number(token);
    if (/^\w/.test(token)) return token;
    throw new Error(`${token} is no value`);
  };
  const body = (end: string | undefined): HclBody => {
    const members = new Map<string, unknown>();
    for (let name = next(); name !== end; name = next()) {
      if (name === '\n') continue;
      if (name === undefined || !/^[A-Za-z_]/.test(name)) throw new Error(`${name} is no name`);
      if (members.has(name)) throw new Error(`${name} is given twice`);
      const sign = next();
      if (sign === '=') members.set(name, value());
      else if (sign === '{') members.set(name, body('}'));
      else throw new Error(`${name} is followed by ${sign}`);
      if (end === undefined || tokens[at] !== end) take('\n', undefined);
    }
    return Object.fromEntries(members);
  };
  return body(undefined);
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) throw new Error(`cannot read ${JSON.stringify(text.slice(from, from + 20))}`);
    if (token === '\n' || (token.trim() !== '' && !token.startsWith('#'))) tokens.push(token);
  }
  return tokens;
}
