import type { SurveyAccountEnvironment } from '../../core/contract/environment';
import { parseRegion, type Region } from '../../core/identifiers';
import { EnvironmentReader } from './reader';
import { type HubConfig, type MemberConfig, readHub, readMember, readSweep, type SweepConfig } from './shared';

/** The environment of `survey-account`, typed. */
export interface SurveyAccountConfig extends HubConfig, MemberConfig, SweepConfig {
  /** Regions whose bucket events are forwarded. */
  readonly forwardedRegions: readonly Region[];
  /** Regions that are asked for directory buckets. */
  readonly directoryBucketRegions: readonly Region[];
}

/** Throws one Error that lists every variable that is missing or wrong: its name, its value and what it must be. */
export function parseSurveyAccountEnvironment(environment: NodeJS.ProcessEnv): SurveyAccountConfig {
  const reader = new EnvironmentReader<keyof SurveyAccountEnvironment>(environment);
  return reader.whole({
    ...readHub(reader),
    ...readMember(reader),
    ...readSweep(reader),
    forwardedRegions: reader.list('PARTSWEEP_FORWARDED_REGIONS', parseRegion, 'Regions'),
    directoryBucketRegions: reader.list('PARTSWEEP_DIRECTORY_BUCKET_REGIONS', parseRegion, 'Regions'),
  });
}
