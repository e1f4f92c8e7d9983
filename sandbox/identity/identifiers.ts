import { createHash } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Prefixes of unique IDs. Source: "IAM identifiers", IAM User Guide. */
export type IdentifierPrefix = 'AKIA' | 'ASIA' | 'AROA' | 'AIDA' | 'ANPA';

/** Makes IDs and secrets in AWS's shapes; the same seed gives the same sequence. */
export class Identifiers {
  readonly #seed: string;
  #count = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** `prefix` and 17 characters: 21 in all; access keys (`AKIA`, `ASIA`) have 20. */
  unique(prefix: IdentifierPrefix): string {
    const length = prefix === 'AKIA' || prefix === 'ASIA' ? 16 : 17;
    return prefix + this.letters(length);
  }

  /** Capital letters and the digits 2 to 7. */
  letters(length: number): string {
    return Array.from(this.#digest().subarray(0, length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  }

  /** 40 characters of base64, as secret access keys have. */
  secret(): string {
    return this.#digest().toString('base64').slice(0, 40);
  }

  sessionToken(): string {
    const bytes = Array.from({ length: 6 }, () => this.#digest());
    return `IQoJb3JpZ2lu${Buffer.concat(bytes).toString('base64')}`;
  }

  #digest(): Buffer {
    this.#count += 1;
    return createHash('sha256').update(`${this.#seed}/${this.#count}`).digest();
  }
}
