import type { AccountId } from '../../core/identifiers';
import type { Page } from '../../core/inventory';
import type { Outcome, Verdict } from '../../core/outcome';
import type { HubInventory } from '../hub/hub';

/** What the writer can say of a bucket whose rule it could not take out. */
const NOT_DONE = ['refused', 'denied', 'failed'] as const;

/** What became of the buckets whose rule an undo was to take out. */
export interface Undone {
  /** Buckets that are held since. */
  readonly takenOut: number;
  /** Buckets where it could not be done. */
  readonly notTakenOut: readonly Outcome[];
}

/** Reads what became of an undo that began at `since` (ISO 8601), in one account or in all (null). */
export async function readUndone(
  { buckets }: Pick<HubInventory, 'buckets'>,
  since: string,
  only: AccountId | null,
): Promise<Undone> {
  const isOurs = ({ account, at }: Outcome): boolean => at >= since && (only === null || account === only);
  let takenOut = 0;
  await each(buckets, 'held', (outcome) => {
    if (isOurs(outcome)) takenOut += 1;
  });
  const notTakenOut: Outcome[] = [];
  for (const verdict of NOT_DONE) {
    await each(buckets, verdict, (outcome) => {
      if (isOurs(outcome)) notTakenOut.push(outcome);
    });
  }
  return { takenOut, notTakenOut };
}

async function each(
  buckets: HubInventory['buckets'],
  verdict: Exclude<Verdict, 'covered' | 'applied'>,
  take: (outcome: Outcome) => void,
): Promise<void> {
  let from: string | null = null;
  do {
    const { rows, next }: Page<Outcome> = await buckets.withVerdict(verdict, from);
    for (const outcome of rows) take(outcome);
    from = next;
  } while (from !== null);
}
