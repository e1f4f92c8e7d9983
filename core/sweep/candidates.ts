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

/** Goes through buckets in the order in which they are given, and takes each into the step once it is kept. */
export class Candidates {
  readonly #props: CandidatesProps;

  constructor(props: CandidatesProps) {
    this.#props = props;
  }

  /**
   * Looks at `candidates`, sends and keeps. `reached`: what the cursor says once a bucket is done with. False when the time was over before
   * the last of them. `counted`: the verdict under which the visit has counted a bucket already, if it has.
   */
  async through(
    candidates: readonly Candidate[],
    reached: (candidate: Candidate) => Partial<Cursor>,
    counted: (candidate: Candidate) => Verdict | null = () => null,
  ): Promise<boolean> {
    let looking = this.#look(candidates.slice(0, AT_A_TIME));
    for (let from = 0; from < candidates.length; from += AT_A_TIME) {
      const some = candidates.slice(from, from + AT_A_TIME);
      const following = candidates.slice(from + AT_A_TIME, from + 2 * AT_A_TIME);
      // begun before the last answers to these are there, so that there is no moment at which little is asked
      const next = this.#look(following);
      // thrown where it is waited for, which may be never
      next.catch(() => undefined);
      const done = await looking;
      looking = next;
      const last = some[done.length - 1];
      if (last !== undefined) {
        const { step } = this.#props;
        const { counts, changes } = await keepResults(this.#props.services, done);
        const through = some.slice(0, done.length);
        const more: Record<string, number> = { ...counts };
        for (const verdict of through.map(counted)) if (verdict !== null) more[verdict] = (more[verdict] ?? 0) - 1;
        step.commit({ ...this.#events(through), ...reached(last), changes: step.cursor.changes + changes }, more);
      }
      if (done.length < some.length) {
        // what was begun only reads
        await next.catch(() => undefined);
        return false;
      }
    }
    return true;
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
