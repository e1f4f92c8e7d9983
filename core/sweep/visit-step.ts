import type { Cursor } from './cursor';
import type { Progress } from './run';

type Counts = Readonly<Record<string, number>>;

/** One claimed step of a visit: how far it is. What is kept of a step that breaks off is whole at any time. */
export class VisitStep {
  /** The part of the run when the step began. */
  readonly progress: Progress;
  #cursor: Cursor;
  #counts: Counts;
  #moved = false;

  /** `counts`: those of the visit so far. */
  constructor(progress: Progress, cursor: Cursor, counts: Counts) {
    this.progress = progress;
    this.#cursor = cursor;
    this.#counts = counts;
  }

  get cursor(): Cursor {
    return this.#cursor;
  }

  /** Buckets of the whole visit by verdict. */
  get counts(): Counts {
    return this.#counts;
  }

  /** Whether the step got anywhere. */
  get moved(): boolean {
    return this.#moved;
  }

  /** Takes over what was done: where the cursor is now, and how many buckets more there are by verdict. */
  commit(cursor: Partial<Cursor>, more: Counts = {}): void {
    const counts: Record<string, number> = { ...this.#counts };
    for (const [name, count] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + count;
    this.#cursor = { ...this.#cursor, ...cursor };
    this.#counts = counts;
    this.#moved = true;
  }

  /** Begins the visit anew. */
  startOver(cursor: Cursor): void {
    this.#cursor = cursor;
    this.#counts = {};
    this.#moved = true;
  }
}
