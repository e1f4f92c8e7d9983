import type { Change } from './change';
import { LIFECYCLE_DELETED_EVENT_NAMES, LIFECYCLE_PUT_EVENT_NAMES } from './contract/bucket-events';
import { type Fields, fields, includes } from './event-fields';
import { configurationOfEvent, type EventConfiguration } from './lifecycle/from-event';
import { type Meaning, meaningOf } from './lifecycle/meaning';

/** What somebody put: rules, or nothing (deleted, or a bucket made anew), or something that the event does not tell. */
export type ForeignConfiguration = EventConfiguration | { readonly kind: 'none' };

/** A lifecycle configuration that somebody else wrote, as an event tells it. */
export interface ForeignWrite {
  /** When the call was completed, milliseconds since 1970, in whole seconds. */
  readonly at: number;
  /** Tells one event from another. */
  readonly eventId: string;
  readonly eventName: string;
  /** `Change.principal`; null where the event tells only that the bucket was deleted or made. */
  readonly by: string | null;
  readonly configuration: ForeignConfiguration;
  /** Value of `x-amz-transition-default-minimum-object-size`; null where the event does not tell it. */
  readonly size: string | null;
}

/** What is remembered of every foreign write for a while. `meaning`: null where it is not known. */
export interface ForeignMark {
  readonly at: number;
  readonly eventId: string;
  readonly meaning: Meaning | null;
}

const SIZE_NAMES = ['x-amz-transition-default-minimum-object-size', 'TransitionDefaultMinimumObjectSize'];
const LONGEST_NAME = 100;

/** The write of a lifecycle configuration that a CloudTrail record tells of, whoever made it; undefined for other calls. */
export function foreignWriteOf(record: Fields, change: Change | undefined): ForeignWrite | undefined {
  if (change === undefined) return undefined;
  const { eventName, at, principal } = change;
  const parameters = fields(record['requestParameters']) ?? {};
  const puts = includes(LIFECYCLE_PUT_EVENT_NAMES, eventName);
  if (!puts && !includes(LIFECYCLE_DELETED_EVENT_NAMES, eventName)) return undefined;
  const size = SIZE_NAMES.map((name) => parameters[name]).find((value) => typeof value === 'string');
  const id = record['eventID'];
  return {
    at: Date.parse(at),
    eventId: typeof id === 'string' && id !== '' ? id.slice(0, LONGEST_NAME) : `${eventName} ${at} ${principal}`,
    eventName,
    by: principal,
    configuration: puts ? configurationOfEvent(parameters) : { kind: 'none' },
    size: typeof size === 'string' ? size.slice(0, LONGEST_NAME) : null,
  };
}

/** That a bucket was deleted or made anew at `at`: whatever configuration there was is gone. */
export function endOfLife(at: number): ForeignWrite {
  const eventId = `end of life ${at}`;
  return { at, eventId, eventName: 'DeleteBucket', by: null, configuration: { kind: 'none' }, size: null };
}

export function markOf({ at, eventId, configuration }: ForeignWrite): ForeignMark {
  return { at, eventId, meaning: meaningOfForeign(configuration) };
}

/** What is meant besides our rule; null where it is not known. */
export function meaningOfForeign(configuration: ForeignConfiguration): Meaning | null {
  if (configuration.kind === 'untold') return null;
  return configuration.kind === 'none' ? (meaningOf(undefined) ?? null) : configuration.meaning;
}
