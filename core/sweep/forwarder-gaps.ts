import type { Region } from '../identifiers';
import type { Cursor } from './cursor';
import { YOUNG_MS } from './survey-problem';
import type { Candidate, Visit } from './visit';

/** What the visit knows of the events that should have come. */
type Events = Pick<Cursor, 'gaps' | 'heard'>;

/**
 * Takes a bucket's events into account: one made since the account's last complete visit, in a Region whose events are forwarded, should
 * have sent one. Any event since then shows that its Region is heard. The time in a listing may be later than the bucket is old: one that was
 * known before proves nothing.
 */
export function withEventsOf(
  events: Events,
  { bucket, listed, record }: Candidate,
  visitedAt: string | null,
  forwarded: readonly Region[],
  { clock, run }: Pick<Visit, 'clock' | 'run'>,
  settleSeconds: number,
): Events {
  const region = listed?.region ?? record?.outcome?.region;
  if (visitedAt === null || region === undefined || !forwarded.includes(region)) return events;
  const { gaps, heard } = events;
  if (record?.change != null && record.change.at > visitedAt) {
    return heard.includes(region) ? events : { gaps, heard: [...heard, region] };
  }
  const createdAt = listed?.createdAt ?? null;
  // an event that came is noted only when its message has settled
  const youngest = clock.now() - YOUNG_MS - settleSeconds * 1000;
  if (createdAt === null || createdAt <= Date.parse(visitedAt) || createdAt > youngest) return events;
  const isNew = record === undefined || record.outcome?.verdict === 'gone' || record.since >= run.startedAt;
  return !isNew || gaps[region] !== undefined ? events : { gaps: { ...gaps, [region]: bucket }, heard };
}
