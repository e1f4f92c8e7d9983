import type { Page } from '../../core/inventory';
import type { Clock } from '../../core/ports';
import type { Progress, Run, RunPart, Runs, StepClaim } from '../../core/sweep/run';
import { pageOf } from './in-memory-pages';
import { InMemoryPart, type ItemWrites } from './in-memory-part';

interface Kept {
  readonly part: RunPart;
  readonly progress: Progress;
  /** Milliseconds since 1970; 0 when nobody is at it. */
  readonly claimedUntil: number;
}

/** Runs and their parts, in memory. */
export class InMemoryRuns extends InMemoryPart implements Runs {
  readonly #clock: Clock;
  readonly #pageSize: number;
  readonly #runs = new Map<string, Run>();
  readonly #parts = new Map<string, Map<RunPart, Kept>>();

  constructor(writes: ItemWrites, clock: Clock, pageSize: number) {
    super(writes);
    this.#clock = clock;
    this.#pageSize = pageSize;
  }

  begin(run: Run): Promise<boolean> {
    return this.call('begin', () => {
      if (this.#runs.has(run.id)) return false;
      this.#runs.set(run.id, run);
      this.wrote('run');
      return true;
    });
  }

  run(id: string): Promise<Run | undefined> {
    return this.call('run', () => this.#runs.get(id));
  }

  latest(limit: number): Promise<readonly Run[]> {
    return this.call('latest', () => {
      const ids = [...this.#runs.keys()].sort().reverse().slice(0, limit);
      return ids.flatMap((id) => this.#runs.get(id) ?? []);
    });
  }

  finish(id: string, at: number): Promise<boolean> {
    return this.call('finish', () => {
      const run = this.#runs.get(id);
      if (run === undefined || run.finishedAt !== null) return false;
      this.#runs.set(id, { ...run, finishedAt: new Date(at).toISOString() });
      this.wrote('run');
      return true;
    });
  }

  open(run: string, part: RunPart, progress: Partial<Progress> = {}): Promise<boolean> {
    return this.call('open', () => {
      if (this.#find(run, part) !== undefined) return false;
      const blank: Progress = { step: 0, state: 'open', cursor: null, counts: {}, reason: null };
      this.#keep(run, { part, progress: { ...blank, ...progress }, claimedUntil: 0 });
      return true;
    });
  }

  claim(run: string, part: RunPart, step: number, seconds: number): Promise<StepClaim> {
    return this.call('claim', (): StepClaim => {
      const kept = this.#find(run, part);
      if (kept === undefined) return { kind: 'unknown' };
      const { progress, claimedUntil } = kept;
      const now = this.#clock.now();
      if (progress.step > step || progress.state !== 'open') return { kind: 'passed', progress };
      if (progress.step < step || claimedUntil > now) return { kind: 'busy', until: Math.max(claimedUntil, now) };
      this.#keep(run, { ...kept, claimedUntil: now + seconds * 1000 });
      return { kind: 'claimed', progress };
    });
  }

  advance(run: string, part: RunPart, step: number, next: Omit<Progress, 'step'>): Promise<boolean> {
    return this.call('advance', () => {
      const kept = this.#find(run, part);
      if (kept === undefined || kept.progress.step !== step || kept.progress.state !== 'open') return false;
      this.#keep(run, { part, progress: { ...next, step: step + 1 }, claimedUntil: 0 });
      return true;
    });
  }

  release(run: string, part: RunPart, step: number): Promise<void> {
    return this.call('release', () => {
      const kept = this.#find(run, part);
      if (kept === undefined || kept.progress.step !== step || kept.claimedUntil === 0) return;
      this.#keep(run, { ...kept, claimedUntil: 0 });
    });
  }

  parts(run: string, from: string | null): Promise<Page<{ readonly part: RunPart; readonly progress: Progress }>> {
    return this.call('parts', () => {
      const parts = [...(this.#parts.get(run)?.values() ?? [])];
      const rows = parts.map(({ part, progress }) => ({ key: part, row: { part, progress } }));
      return pageOf(
        rows.sort((one, other) => (one.key < other.key ? -1 : 1)),
        from,
        this.#pageSize,
      );
    });
  }

  #find(run: string, part: RunPart): Kept | undefined {
    return this.#parts.get(run)?.get(part);
  }

  #keep(run: string, kept: Kept): void {
    const parts = this.#parts.get(run) ?? new Map<RunPart, Kept>();
    this.#parts.set(run, parts);
    parts.set(kept.part, kept);
    this.wrote('part');
  }
}
