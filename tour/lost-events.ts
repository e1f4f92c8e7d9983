import type { Cloud } from '../sandbox/cloud';

/** Begins of the names of buckets of which no event is heard. */
export const UNHEARD = ['existing-', 'lost-event-'] as const;

/** From now on EventBridge loses every CloudTrail event about a bucket whose name begins with one of `UNHEARD`. */
export function loseEvents({ events }: Cloud): void {
  const publish = events.publish.bind(events);
  events.publish = (account, region, event) => {
    if (!isLost(event.detail['requestParameters'])) publish(account, region, event);
  };
}

function isLost(parameters: unknown): boolean {
  if (typeof parameters !== 'object' || parameters === null || !('bucketName' in parameters)) return false;
  const { bucketName } = parameters;
  return typeof bucketName === 'string' && UNHEARD.some((begin) => bucketName.startsWith(begin));
}
