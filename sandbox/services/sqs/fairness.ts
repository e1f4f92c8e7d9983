/** Share of the consumers beyond which a group is a noisy neighbour. */
const NOISY_SHARE = 0.1;
/** Messages in flight below which a group is not one by their number. */
const NOISY_MESSAGES = 30;
/** What "recent" means, which AWS does not say. */
const RECENT_MILLISECONDS = 60_000;

type Group = string | undefined;

/** Which message groups take up more than a tenth of the consumers. Source: "How Amazon SQS fair queues work", Amazon SQS Developer Guide. */
export class Fairness {
  #work: { readonly group: Group; readonly milliseconds: number; readonly at: number }[] = [];

  /** A message of the group was handled, which took so long. */
  handled(group: Group, milliseconds: number, now: number): void {
    this.#work.push({ group, milliseconds, at: now });
  }

  /** Groups whose messages come after those of the others. `inFlight`: the group of each message in flight. */
  noisy(inFlight: readonly Group[], now: number): ReadonlySet<Group> {
    this.#work = this.#work.filter(({ at }) => at > now - RECENT_MILLISECONDS);
    const many = totals(inFlight.map((group) => ({ group, amount: 1 })));
    const long = totals(this.#work.map(({ group, milliseconds }) => ({ group, amount: milliseconds })));
    const share = (amount: number, all: ReadonlyMap<Group, number>): number =>
      amount / [...all.values()].reduce((sum, value) => sum + value, 0);
    const byNumber = [...many].filter(([, own]) => own >= NOISY_MESSAGES && share(own, many) > NOISY_SHARE);
    const byTime = [...long].filter(([, own]) => share(own, long) > NOISY_SHARE);
    return new Set([...byNumber, ...byTime].map(([group]) => group).filter((group) => group !== undefined));
  }
}

function totals(amounts: readonly { readonly group: Group; readonly amount: number }[]): ReadonlyMap<Group, number> {
  const sums = new Map<Group, number>();
  for (const { group, amount } of amounts) sums.set(group, (sums.get(group) ?? 0) + amount);
  return sums;
}
