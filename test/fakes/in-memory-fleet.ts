import type { FleetPage, FleetStatus, StackInstance } from '../../core/sweep/roster';

/** Stack sets with the instances that were put into them. */
export class InMemoryFleet implements FleetStatus {
  readonly sets = new Map<string, StackInstance[]>();
  readonly #pageSize: number;
  /** The next so many pages are `unavailable`. */
  failures = 0;

  constructor(pageSize = 100) {
    this.#pageSize = pageSize;
  }

  get stackSets(): readonly string[] {
    return [...this.sets.keys()];
  }

  async instances(stackSet: string, from: string | null): Promise<FleetPage> {
    const instances = this.sets.get(stackSet);
    if (instances === undefined) return { kind: 'unavailable', message: 'StackSetNotFoundException: words' };
    if (this.failures > 0) {
      this.failures -= 1;
      return { kind: 'unavailable', message: 'Throttling: words' };
    }
    const start = from === null ? 0 : Number(from);
    if (!Number.isInteger(start))
      return { kind: 'unavailable', message: 'ValidationError: The NextToken is not valid' };
    const end = start + this.#pageSize;
    return { kind: 'page', instances: instances.slice(start, end), next: end < instances.length ? String(end) : null };
  }
}
