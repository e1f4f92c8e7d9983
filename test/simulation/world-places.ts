import type { AccountId, Region } from '../../core/identifiers';
import { account, region } from '../fakes/identifiers';

export const HOME: Region = region('eu-west-1');
export const REGIONS: readonly Region[] = [HOME, region('us-east-1')];
export const UNITS = ['ou-ab12-aaaaaaaa', 'ou-ab12-bbbbbbbb', 'ou-ab12-cccccccc'] as const;
/** In no organization of ours. */
export const STRANGER: AccountId = account('999999999999');

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** For how long things happen and go wrong. */
export const TROUBLE_MS = 30 * HOUR_MS;
