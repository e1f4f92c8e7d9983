import type { BucketLook } from './bucket-look';
import { isOwnChange } from './change';
import { checkLost } from './check-lost';
import { endOfLife, type ForeignMark, type ForeignWrite, markOf } from './foreign-write';
import { lossOf, type WriteWindow } from './lost-update';
import { lookIntoLater } from './read-back';
import { reason } from './reasons';
import type { Reconciled } from './reconcile-services';
import { beingWritten } from './write-ahead';
import { type LostUpdate, type WriteRecord, windowsOf } from './write-log';

/** A foreign write that one of ours seems to have replaced, not yet compared with what the bucket holds. */
export interface Suspect {
  readonly lost: LostUpdate;
}

export type Heard =
  | { readonly kind: 'heard'; readonly suspects: readonly Suspect[] }
  /** A write of ours is under way: the event is to be heard again when that is over. */
  | { readonly kind: 'busy'; readonly result: Reconciled };

/**
 * Remembers what an event tells of somebody else's writes, and says which of them a write of ours seems to have replaced. They are
 * remembered before our own writes are looked at, and these are kept before somebody else's are looked at: of the two at once, one sees
 * the other. To be asked before the end of a life makes us forget.
 */
export async function hearOfWrites(look: BucketLook): Promise<Heard> {
  const { writes } = look.services;
  const told = (look.sight.writes ?? []).filter((write) => !isOwn(look, write));
  const { endsLifeAt } = look.sight;
  if (told.length === 0 && endsLifeAt === undefined) return { kind: 'heard', suspects: [] };
  for (const write of told) await look.ask(() => writes.noteForeign(look.place, markOf(write)));

  const last = await look.ask(() => writes.last(look.place));
  if (last === undefined) return { kind: 'heard', suspects: [] };
  const heard = endsLifeAt === undefined ? told : [...told, endOfLife(endsLifeAt)];
  for (const write of heard.slice(told.length)) await look.ask(() => writes.noteForeign(look.place, markOf(write)));
  if (last.state === 'pending' && last.leaseUntil > look.now()) {
    return { kind: 'busy', result: look.again(reason('being-written')) };
  }
  const marks = await look.ask(() => writes.foreign(look.place));
  const suspects = new Map<string, Suspect>();
  for (const write of heard) {
    const found = lossIn(windowsOf(last, look.now()), write, marks);
    if (found === undefined) continue;
    const known = suspects.get(found.id);
    if (known !== undefined && known.lost.foreign.at > write.at) continue;
    const before = await look.ask(() => writes.lost(look.place, found.id));
    if (before !== undefined && isSettled(before, write)) continue;
    suspects.set(found.id, { lost: asLost(last, found, write, before) });
  }
  return { kind: 'heard', suspects: [...suspects.values()] };
}

/**
 * Keeps suspects to be looked into later, and looks into the one that is due. Undefined when nothing is lost: the bucket is then
 * looked at like any other.
 */
export async function lookIntoSuspects(
  look: BucketLook,
  suspects: readonly Suspect[],
): Promise<Reconciled | undefined> {
  const [due, ...others] = look.sight.suspects ?? [];
  for (const id of others) await lookIntoLater(look, id, look.services.rules.retrySeconds);
  if (look.terms.excluded !== null || (suspects.length === 0 && due === undefined)) return undefined;

  const { writes } = look.services;
  const last = await look.ask(() => writes.last(look.place));
  look.suspect = due;
  const busy = due === undefined ? undefined : await beingWritten(look, last);
  if (busy !== undefined) return busy;
  const readAt = look.now();
  const read = await look.read();
  if (read.kind === 'problem') return read.result;
  const { existing } = read;
  let waits = false;
  for (const { lost } of suspects) {
    // whatever is shown now: one stale answer must not hide a loss, and only the later look is believed
    await look.ask(() => writes.keepLost(look.place, lost));
    if (lost.window.id !== due) await lookIntoLater(look, lost.window.id, look.services.rules.retrySeconds);
    waits = true;
  }
  look.suspect = due;
  const checked =
    due === undefined ? undefined : await checkLost(look, due, { last, readAt, readTo: look.now(), existing });
  look.suspect = undefined;
  return checked ?? (waits ? look.done('waiting', reason('lost-update-suspected')) : undefined);
}

/** The newest write of ours that the foreign one seems lost by. */
function lossIn(
  windows: readonly WriteWindow[],
  write: ForeignWrite,
  marks: readonly ForeignMark[],
): WriteWindow | undefined {
  return windows.find((window) => lossOf(window, markOf(write), marks).kind !== 'none');
}

function isOwn(look: BucketLook, { by }: ForeignWrite): boolean {
  const { memberRoleName } = look.services;
  return by !== null && isOwnChange({ principal: by }, memberRoleName) && by.includes(`::${look.place.account}:`);
}

/** Whether it is known already what came of this very write. */
function isSettled({ end, foreign, source }: LostUpdate, write: ForeignWrite): boolean {
  return source === 'event' && (foreign.at > write.at || (end !== null && foreign.eventId === write.eventId));
}

function asLost(
  last: WriteRecord,
  window: WriteWindow,
  foreign: ForeignWrite,
  before: LostUpdate | undefined,
): LostUpdate {
  if (before?.source === 'event' && before.foreign.eventId === foreign.eventId) return before;
  const { planned, purpose } = window.id === last.id ? last : { planned: '', purpose: 'rule' as const };
  return {
    window,
    planned,
    purpose,
    foreign,
    source: 'event',
    counted: before?.counted ?? false,
    toldAt: null,
    repair: null,
    end: null,
  };
}
