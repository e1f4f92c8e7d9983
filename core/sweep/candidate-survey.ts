import { CountedStore } from '../counted-store';
import type { Region } from '../identifiers';
import type { Outcome } from '../outcome';
import type { BucketStore, Journal } from '../ports';
import { reason } from '../reasons';
import type { AccountSurvey } from './survey';
import type { Candidate, Surveyed, Visit } from './visit';

export interface CandidateSurveyProps<V extends Visit> {
  readonly visit: V;
  readonly survey: AccountSurvey;
  readonly journal: Journal;
  /** Asked for buckets of which no Region is known: S3 says where they are. */
  readonly anyRegion: Region;
  readonly look: (visit: V, store: CountedStore, candidate: Candidate) => Promise<Surveyed>;
}

/** Looks at buckets one by one. A bucket at which something breaks is `failed`, and the rest goes on. */
export class CandidateSurvey<V extends Visit> {
  readonly #props: CandidateSurveyProps<V>;
  readonly #store: BucketStore;

  constructor(props: CandidateSurveyProps<V>) {
    this.#props = props;
    this.#store = readOnly(props.survey);
  }

  async look(candidate: Candidate): Promise<Surveyed> {
    const { visit, look, journal, anyRegion } = this.#props;
    const { bucket, listed, record } = candidate;
    const known = record?.outcome ?? null;
    // a name that is in no listing needs no call to be gone still
    if (listed === null && known?.verdict === 'gone') return { outcome: known };
    const region = listed?.region ?? known?.region ?? anyRegion;
    const place = { account: visit.account, region, bucket };
    try {
      return await look(visit, new CountedStore(this.#store, place), candidate);
    } catch (error) {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      journal.log('error', `looking at a bucket broke: ${message}`, { ...place });
      const why = reason('unexpected-error', message);
      const at = new Date(visit.clock.now()).toISOString();
      const unread = { days: null, ruleId: known?.ruleId ?? null, before: null, after: null, calls: {}, at } as const;
      const outcome: Outcome = { ...place, verdict: 'failed', reason: why, ...unread };
      return visit.run.task === 'undo' ? { outcome, uncertain: true } : { outcome };
    }
  }
}

/** The store of a survey, which never writes. */
function readOnly(survey: AccountSurvey): BucketStore {
  const refuse = () => Promise.reject(new Error('a survey never writes'));
  return {
    readLifecycle: (place) => survey.readLifecycle(place),
    readTags: (place) => survey.readTags(place),
    readLifecycleGrant: (place) => survey.readLifecycleGrant(place),
    writeLifecycle: refuse,
    deleteLifecycle: refuse,
  };
}
