type Counts = Readonly<Record<string, number>>;

/** What worlds came to. */
export interface WorkerReport {
  readonly seeds: number;
  readonly buckets: number;
  /** Lifecycle configurations that the product wrote. */
  readonly writes: number;
  /** Faults by cell. */
  readonly hits: Counts;
  /** Harm that S3 lets nobody prevent, by name. */
  readonly excused: Counts;
  /** What became of foreign writes that ours replaced. */
  readonly fates: Counts;
  /** Seeds by the promise that they broke first. */
  readonly broken: Counts;
  readonly failures: readonly { readonly seed: number; readonly text: string }[];
}

export function addUp(one: WorkerReport, other: WorkerReport): WorkerReport {
  return {
    seeds: one.seeds + other.seeds,
    buckets: one.buckets + other.buckets,
    writes: one.writes + other.writes,
    hits: together(one.hits, other.hits),
    excused: together(one.excused, other.excused),
    fates: together(one.fates, other.fates),
    broken: together(one.broken, other.broken),
    failures: [...one.failures, ...other.failures],
  };
}

function together(one: Counts, other: Counts): Counts {
  const sum: Record<string, number> = { ...one };
  for (const [name, count] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
