import type { Account } from './account';

/** What is uncertain, and how AWS is asked. */
export interface Question {
  /** As the decision about things to check in a real account says it. */
  readonly uncertain: string;
  /** What is made for it, in words; nothing for a question that only reads. */
  readonly makes: readonly string[];
  ask(account: Account): Promise<Answer>;
}

export interface Answer {
  /** What AWS said. */
  readonly answered: string;
  /** What holds from now on. */
  readonly holds: string;
}

/** Why a question cannot be answered here. */
export class NotVerifiable extends Error {
  override readonly name = 'NotVerifiable';
}

/** Code and words of a refusal; `otherwise` where nothing was refused. */
export async function refusalOf(call: () => Promise<unknown>, otherwise: string): Promise<string> {
  try {
    await call();
    return otherwise;
  } catch (error) {
    if (isNotModelled(error)) throw error;
    return wordsOf(error);
  }
}

export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return `${error.name}${status === undefined ? '' : ` (${status})`}: ${error.message}`;
}

/** What the local organization says of what it does not know. */
export function isNotModelled(error: unknown): boolean {
  return error instanceof Error && /NotModelled/.test(error.name);
}
