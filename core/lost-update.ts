import { type ForeignMark, type ForeignWrite, meaningOfForeign } from './foreign-write';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import { type Meaning, meaningOf, sameMeaning } from './lifecycle/meaning';

/** One write of ours in time, all in milliseconds since 1970: what it rests on was read, and it was made. */
export interface WriteWindow {
  /** Of the write. */
  readonly id: string;
  /** Within this time the configuration was read that it rests on. For a repair: when that was put by somebody else. */
  readonly readFrom: number;
  readonly readTo: number;
  /** Within this time it was made, if it was. */
  readonly wroteFrom: number;
  readonly wroteTo: number;
  /** False while nobody knows whether it was made. */
  readonly made: boolean;
  /** What it put besides our rule. */
  readonly meaning: Meaning;
  /** How long before the read a change that the read does not show is held against it: that read may have been a stale one. */
  readonly staleMs: number;
}

/**
 * `possible`: a person has to see, for the reason `why`. `certain`: the foreign write came behind our read and before our write, and
 * none is known that came between it and ours.
 */
export type Loss =
  | { readonly kind: 'none' }
  /** `unlessReplaced`: none after all where the bucket shows neither what they wrote nor what we wrote. */
  | { readonly kind: 'possible'; readonly why: string; readonly unlessReplaced: boolean }
  | { readonly kind: 'certain' };

/** A call is complete when it is over, which may be long after it took effect. */
const SLACK_S = 10;
const NONE = { kind: 'none' } as const;

/**
 * Whether `foreign` was lost by the write of ours. `marks`: every foreign write that is known, in any order, doubled or not. Times of
 * events are whole seconds: what falls into a second of our read or of our write may have been before or after it.
 */
export function lossOf(window: WriteWindow, foreign: ForeignMark, marks: readonly ForeignMark[]): Loss {
  const { meaning, staleMs, made } = window;
  if (foreign.meaning !== null && sameMeaning(foreign.meaning, meaning)) return NONE;
  const at = second(foreign.at);
  const [readFrom, readTo] = [second(window.readFrom), second(window.readTo)];
  const [wroteFrom, wroteTo] = [second(window.wroteFrom), second(window.wroteTo)];
  if (at > wroteTo + SLACK_S) return NONE;
  if (at < readFrom && foreign.at < window.readFrom - staleMs) return NONE;
  // whoever wrote after them, and before us, has replaced what they wrote
  if (marks.some((mark) => second(mark.at) > at && second(mark.at) < wroteFrom)) return NONE;

  const possible = (why: string): Loss => ({ kind: 'possible', why, unlessReplaced: at > wroteTo });
  // what is not told may be what the read showed
  if (at < readFrom && foreign.meaning === null) return NONE;
  if (at < readFrom) return possible('it is older than our read, which did not show it');
  if (at <= readTo) return possible('it is of the second of our read');
  if (at > wroteTo) return possible('it was completed after our write, and S3 shows ours');
  if (at >= wroteFrom) return possible('it is of the second of our write');
  if (marks.some((mark) => second(mark.at) === at && mark.eventId !== foreign.eventId && !isSame(mark, foreign))) {
    return possible('there is another one of the same second');
  }
  return made && foreign.meaning !== null
    ? { kind: 'certain' }
    : possible(made ? 'the event does not tell what was written' : 'it is not known whether our write was made');
}

/** Whether the bucket itself shows that nothing is lost: what they wrote is there, or was replaced by somebody else again. */
export function isExcused(
  loss: Loss,
  foreign: ForeignWrite,
  window: WriteWindow,
  existing: LifecycleConfiguration | undefined,
): boolean {
  const now = meaningOf(existing);
  const theirs = meaningOfForeign(foreign.configuration);
  if (now !== undefined && theirs !== null && sameMeaning(now, theirs)) return true;
  if (loss.kind !== 'possible' || !loss.unlessReplaced) return false;
  return now === undefined || !sameMeaning(now, window.meaning);
}

/** Whether a foreign write is known that came after this one, or in its second and said something else. */
export function changedSince(foreign: ForeignWrite, marks: readonly ForeignMark[]): boolean {
  const meaning = meaningOfForeign(foreign.configuration);
  return marks.some(
    (mark) =>
      second(mark.at) > second(foreign.at) ||
      (second(mark.at) === second(foreign.at) &&
        mark.eventId !== foreign.eventId &&
        !isSame(mark, { at: foreign.at, eventId: foreign.eventId, meaning })),
  );
}

function isSame(one: ForeignMark, other: ForeignMark): boolean {
  return one.meaning !== null && other.meaning !== null && sameMeaning(one.meaning, other.meaning);
}

function second(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
