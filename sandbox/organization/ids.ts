import { createHash } from 'node:crypto';

const LETTERS_AND_DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** `length` lower-case letters and digits that depend on `text` alone. */
function shortHash(text: string, length: number): string {
  const digest = createHash('sha256').update(text).digest();
  return Array.from(digest.subarray(0, length), (byte) => LETTERS_AND_DIGITS[byte % 36]).join('');
}

/** `r-` and four letters or digits, made up from the organization's ID. */
export function rootId(organizationId: string): string {
  return `r-${shortHash(organizationId, 4)}`;
}

/** `ou-`, the root's part, `-` and eight letters or digits, made up from the parent and the name, which is unique there. */
export function organizationalUnitId(root: string, parentId: string, name: string): string {
  return `ou-${root.slice(2)}-${shortHash(`${parentId}/${name}`, 8)}`;
}

export function policyId(targetId: string, name: string): string {
  return `p-${shortHash(`${targetId}/${name}`, 8)}`;
}

/** Twelve digits, not one of `taken`, made up from the name. */
export function accountId(name: string, taken: (id: string) => boolean): string {
  for (let attempt = 0; ; attempt += 1) {
    const number = createHash('sha256').update(`${name}/${attempt}`).digest().readUIntBE(0, 6) % 1e12;
    const id = String(number).padStart(12, '0');
    if (!taken(id)) return id;
  }
}
