import type { CoverageHistory, CoverageRecord } from '../../core/sweep/coverage-history';
import { InMemoryPart } from './in-memory-part';

/** Coverage over time, in memory. */
export class InMemoryCoverageHistory extends InMemoryPart implements CoverageHistory {
  readonly #records = new Map<string, CoverageRecord>();

  keep(record: CoverageRecord): Promise<void> {
    return this.call('keep', () => {
      this.#records.set(record.run, record);
      this.wrote('coverage');
    });
  }

  newest(limit: number): Promise<readonly CoverageRecord[]> {
    return this.call('newest', () => {
      const newest = [...this.#records.values()].sort((one, other) => (one.run < other.run ? 1 : -1)).slice(0, limit);
      return newest.sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
    });
  }
}
