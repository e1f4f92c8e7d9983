import type { Account } from './account';
import { ACCOUNT_QUESTIONS } from './account-questions';
import { BUCKET_QUESTIONS } from './bucket-questions';
import { EVENT_QUESTIONS } from './event-questions';
import { type Answer, NotVerifiable, type Question, wordsOf } from './question';
import { STACK_QUESTIONS } from './stack-questions';

export const QUESTIONS: readonly Question[] = [
  ...BUCKET_QUESTIONS,
  ...ACCOUNT_QUESTIONS,
  ...EVENT_QUESTIONS,
  ...STACK_QUESTIONS,
];

export type Finding = { readonly uncertain: string } & (
  | ({ readonly verifiable: true } & Answer)
  | { readonly verifiable: false; readonly why: string }
);

export interface Report {
  readonly account: string;
  readonly region: string;
  readonly findings: readonly Finding[];
  /** Whether it was stopped before all was asked. */
  readonly stopped: boolean;
  /** What could not be removed, each with the reason. */
  readonly left: readonly string[];
}

/** Asks one question after the other, and removes what was made, also after a failure or when it is stopped. */
export async function askAll(account: Account, say: (finding: Finding) => void): Promise<Report> {
  const findings: Finding[] = [];
  try {
    for (const question of QUESTIONS) {
      if (account.signal.aborted) break;
      const finding = await ask(question, account);
      findings.push(finding);
      say(finding);
    }
  } finally {
    const left = await account.created.removeAll();
    // biome-ignore lint/correctness/noUnsafeFinally: nothing above throws but a callback, and what is left has to be told all the same
    return { account: account.id, region: account.region, findings, stopped: account.signal.aborted, left };
  }
}

async function ask({ uncertain, ask }: Question, account: Account): Promise<Finding> {
  try {
    return { uncertain, verifiable: true, ...(await ask(account)) };
  } catch (error) {
    const why = error instanceof NotVerifiable ? error.message : wordsOf(error);
    return { uncertain, verifiable: false, why };
  }
}
