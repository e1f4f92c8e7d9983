import type { Verdict } from '../outcome';
import type { Cursor } from './cursor';
import { withEventsOf } from './forwarder-gaps';
import { keepResults, type Result } from './result-keeper';
import type { SurveyServices } from './survey-services';
import type { Candidate, Surveyed, Visit } from './visit';
import type { VisitStep } from './visit-step';

/** Buckets that are looked at, sent and kept before the next ones are. */
const AT_A_TIME = 100;

export interface CandidatesProps {
  readonly services: SurveyServices;
  readonly visit: Visit;
  /** When the account was last visited as a whole, ISO 8601; null when it never was. */
  readonly visitedAt: string | null;
  readonly step: VisitStep;
  readonly isLate: () => boolean;
  readonly look: (candidate: Candidate) => Promise<Surveyed>;
}

interface Batch {
  readonly kind: 'batch';
  readonly candidates: readonly Candidate[];
  readonly looking: Promise<readonly Result[]>;
  readonly reached: (candidate: Candidate) => Partial<Cursor>;
  readonly counted: (candidate: Candidate) => Verdict | null;
}

interface Mark {
  readonly kind: 'mark';
  readonly cursor: Partial<Cursor>;
  readonly more: Readonly<Record<string, number>>;
}

/** Goes through buckets in the order in which they are given, and takes each into the step once it is kept. */
export class Candidates {
  readonly #props: CandidatesProps;
  /** What is not in the step yet, in its order. */
  readonly #pending: (Batch | Mark)[] = [];

  constructor(props: CandidatesProps) {
    this.#props = props;
  }

  /**
   * Looks at `candidates`, sends and keeps. `reached`: what the cursor says once a bucket is done with. False when the time was over before
   * the last of them. `counted`: the verdict under which the visit has counted a bucket already, if it has.
   */
  async through(
    candidates: readonly Candidate[],
    reached: Batch['reached'],
    counted?: Batch['counted'],
  ): Promise<boolean> {
    return (await this.begin(candidates, reached, counted)) && (await this.settle());
  }

  /**
   * As `through`, but the last of them are still under way when it resolves: whoever has more buckets gives them now, so that there is no
   * moment at which little is asked. Ends with `settle`.
   */
  async begin(
    candidates: readonly Candidate[],
    reached: Batch['reached'],
    counted: Batch['counted'] = () => null,
  ): Promise<boolean> {
    for (let from = 0; from < candidates.length; from += AT_A_TIME) {
      const some = candidates.slice(from, from + AT_A_TIME);
      const looking = this.#look(some);
      // thrown where it is waited for, which may be never
      looking.catch(() => undefined);
      this.#pending.push({ kind: 'batch', candidates: some, looking, reached, counted });
      if (!(await this.#keep(1))) return false;
    }
    return true;
  }

  /** Takes `cursor` over into the step when all that was begun before is in it. */
  commit(cursor: Partial<Cursor>, more: Mark['more'] = {}): void {
    this.#pending.push({ kind: 'mark', cursor, more });
    this.#takeMarks();
  }

  /** Waits until all that was begun is in the step. False when the time was over before the last of it. */
  settle(): Promise<boolean> {
    return this.#keep(0);
  }

  /** Keeps what was begun first, until at most so many batches are left. */
  async #keep(left: number): Promise<boolean> {
    while (this.#pending.filter(({ kind }) => kind === 'batch').length > left) {
      const batch = this.#pending.shift() as Batch;
      const done = await batch.looking;
      await this.#take(batch, done);
      if (done.length < batch.candidates.length) {
        // what was begun only reads
        const others = this.#pending.splice(0).map((one) => (one.kind === 'batch' ? one.looking : undefined));
        await Promise.allSettled(others);
        return false;
      }
      this.#takeMarks();
    }
    return true;
  }

  #takeMarks(): void {
    for (let [first] = this.#pending; first?.kind === 'mark'; [first] = this.#pending) {
      this.#pending.shift();
      this.#props.step.commit(first.cursor, first.more);
    }
  }

  async #take({ candidates, reached, counted }: Batch, done: readonly Result[]): Promise<void> {
    const last = candidates[done.length - 1];
    if (last === undefined) return;
    const { step, services } = this.#props;
    const { counts, changes } = await keepResults(services, done);
    const through = candidates.slice(0, done.length);
    const more: Record<string, number> = { ...counts };
    for (const verdict of through.map(counted)) if (verdict !== null) more[verdict] = (more[verdict] ?? 0) - 1;
    step.commit({ ...this.#events(through), ...reached(last), changes: step.cursor.changes + changes }, more);
  }

  /** Those at the beginning that were looked at before the time was over. */
  async #look(candidates: readonly Candidate[]): Promise<readonly Result[]> {
    const { services, isLate, look } = this.#props;
    const results = await Promise.all(
      candidates.map((candidate) =>
        services.limit(async () => {
          if (isLate()) return undefined;
          return { surveyed: await look(candidate), record: candidate.record };
        }),
      ),
    );
    const end = results.indexOf(undefined);
    return results.slice(0, end < 0 ? results.length : end).filter((result) => result !== undefined);
  }

  #events(candidates: readonly Candidate[]): Pick<Cursor, 'gaps' | 'heard'> {
    const { services, visit, visitedAt, step } = this.#props;
    let { gaps, heard }: Pick<Cursor, 'gaps' | 'heard'> = step.cursor;
    if (visit.run.task === 'undo') return { gaps, heard };
    for (const candidate of candidates) {
      ({ gaps, heard } = withEventsOf(
        { gaps, heard },
        candidate,
        visitedAt,
        services.forwardedRegions,
        visit,
        services.settleSeconds,
      ));
    }
    return { gaps, heard };
  }
}
