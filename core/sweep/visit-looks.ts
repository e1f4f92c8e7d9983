import type { Region } from '../identifiers';
import type { BucketPlace } from '../ports';
import { CandidateSurvey } from './candidate-survey';
import type { AccountSurvey } from './survey';
import { surveyBucket } from './survey-bucket';
import type { SurveyServices } from './survey-services';
import { TagHints } from './tag-hints';
import { undoBucket } from './undo-bucket';
import type { Candidate, SelectedVisit, Surveyed, Visit } from './visit';

export type Look = (candidate: Candidate) => Promise<Surveyed>;

/** How a visit looks at the buckets of its account. `days`: as wanted; null for an undo. */
export function looksOf(services: SurveyServices, survey: AccountSurvey, visit: Visit, days: number | null): Look {
  const { journal } = services;
  const props = { survey, journal, anyRegion: anyRegion(services) };
  if (days === null) {
    const buckets = new CandidateSurvey({ ...props, visit, look: undoBucket });
    return (candidate) => buckets.look(candidate);
  }
  const hints = new TagHints(survey, journal);
  const selected: SelectedVisit = { ...visit, days, hinted: (place: BucketPlace) => hints.has(place) };
  const buckets = new CandidateSurvey({ ...props, visit: selected, look: surveyBucket });
  return (candidate) => buckets.look(candidate);
}

function anyRegion({ forwardedRegions: [region] }: SurveyServices): Region {
  if (region === undefined) throw new RangeError('there must be a Region whose events are forwarded');
  return region;
}
