import pLimit from 'p-limit';
import type { BrokenAws } from './broken-aws';
import { isFailure, settled } from './failures';

/** One method of a port, which makes one call of AWS. */
export interface AskedInOutage {
  readonly name: string;
  /** `SERVICE OPERATION`, as of readCall. */
  readonly operation: string;
  /** `index`: which of all operations this is, for those that go through accounts. */
  readonly run: (index: number) => Promise<unknown>;
  /** It never fails, it logs. */
  readonly isSilent?: true;
  /** @default USUAL */
  readonly many?: Many;
}

/** How many operations use up what retries there are, and how many are counted after them. */
export interface Many {
  readonly before: number;
  readonly after: number;
}
export const USUAL: Many = { before: 50, after: 200 };
const AT_A_TIME = 25;

/** What many operations of one kind came to in an outage. */
export interface OutageCount {
  readonly many: Many;
  /** Calls that the wire saw of the first operations, and of those after them. */
  readonly calls: Many;
  /** What operations gave that is no failure. */
  readonly believed: readonly unknown[];
}

/** Makes the operations while AWS is down. */
export async function countInOutage(
  aws: BrokenAws,
  { operation, run, isSilent, many = USUAL }: AskedInOutage,
): Promise<OutageCount> {
  const limit = pLimit(AT_A_TIME);
  const results: unknown[] = [];
  const ask = async (from: number, length: number): Promise<number> => {
    const already = aws.asked(operation);
    const asking = Array.from({ length }, (_, index) => limit(() => settled(run(from + index))));
    results.push(...(await Promise.all(asking)));
    return aws.asked(operation) - already;
  };
  const before = await ask(0, many.before);
  const after = await ask(many.before, many.after);
  return { many, calls: { before, after }, believed: isSilent ? [] : results.filter((result) => !isFailure(result)) };
}

/** Retries that a full quota pays for: 500 tokens, 14 each. Source: `@smithy/core/retry`. */
const PAID = Math.floor(500 / 14);

/** More calls than one quota pays for, more than 1.1 an operation once it is used up, an operation that was not tried at all, or one that was believed. */
export function isWrong({ many, calls, believed }: OutageCount): boolean {
  if (believed.length > 0 || calls.after < many.after) return true;
  return calls.before > many.before + PAID || calls.after > 1.1 * many.after;
}
