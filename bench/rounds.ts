/** What one run of one contestant took. Any numbers, the same keys each time. */
export type Measured = Readonly<Record<string, number>>;

/** The rounds of each contestant, in the order in which they were run, without the warm-up. */
export type Rounds<Name extends string> = Readonly<Record<Name, readonly Measured[]>>;

/**
 * Runs each contestant once for warmth, then `rounds` times, all of them in each round, beginning with another one each time: what
 * else the machine does in the meantime falls on all alike.
 */
export async function runRounds<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, () => Promise<Measured>>>,
  say: (line: string) => void = () => {},
): Promise<Rounds<Name>> {
  const names = Object.keys(contestants) as Name[];
  const seen = Object.fromEntries(names.map((name) => [name, [] as Measured[]])) as Record<Name, Measured[]>;
  for (let round = 0; round <= rounds; round += 1) {
    const turn = round % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      say(`${round === 0 ? 'warm-up' : `round ${round} of ${rounds}`}: ${name}`);
      const measured = await contestants[name]();
      if (round > 0) seen[name].push(measured);
    }
  }
  return seen;
}

/** Median of `key` over the rounds. */
export function medianOf(rounds: readonly Measured[], key: string): number {
  return median(rounds.map((round) => numberOf(round, key)));
}

/** Median of the ratios of `key`, each of two measurements of the same round. */
export function ratioOf(rounds: readonly Measured[], others: readonly Measured[], key: string): number {
  return median(rounds.map((round, index) => numberOf(round, key) / numberOf(others[index] ?? {}, key)));
}

/** @throws RangeError for none */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('there is no median of nothing');
  return (upper + lower) / 2;
}

function numberOf(measured: Measured, key: string): number {
  const value = measured[key];
  if (value === undefined || !Number.isFinite(value)) throw new RangeError(`a round did not measure ${key}`);
  return value;
}
