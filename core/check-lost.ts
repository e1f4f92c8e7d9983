import type { BucketLook } from './bucket-look';
import { METRICS } from './contract/metrics';
import { markOf } from './foreign-write';
import { meaningOf, sameMeaning } from './lifecycle/meaning';
import { isExcused, type Loss, lossOf } from './lost-update';
import { covers, digest } from './plan';
import { lookIntoLater, type SecondRead } from './read-back';
import { reason } from './reasons';
import type { Reconciled } from './reconcile-services';
import { refusalToRepair } from './repair';
import { giveUp, keep, repairLost } from './repair-lost';
import { countFailure } from './write-ahead';
import type { LostUpdate } from './write-log';
import { textDigest } from './written-state';

/** For how long a message that was given up may come back by itself, in milliseconds; after that, a person has sent it again. */
const REDELIVERY_MS = 15 * 60_000;

/**
 * Looks into the write of ours with this id, which seems to have replaced somebody else's. What is lost is told once, and then put back
 * when nobody has touched the bucket for the settling time, or given up. Undefined when nothing is lost, or it is done with.
 */
export async function checkLost(look: BucketLook, id: string, read: SecondRead): Promise<Reconciled | undefined> {
  const { writes } = look.services;
  const kept = await look.ask(() => writes.lost(look.place, id));
  if (kept === undefined || kept.end === 'not-lost' || kept.end === 'repaired') return undefined;
  const now = look.now();
  if (kept.end === 'given-up' && now - (kept.toldAt ?? 0) > REDELIVERY_MS) return undefined;

  const marks = await look.ask(() => writes.foreign(look.place));
  // what S3 shows was written, though nobody may have seen that when it was
  const shows = textDigest(read.existing) === kept.planned;
  const window = { ...kept.window, made: kept.window.made || shows };
  const loss = kept.source === 'event' ? lossOf(window, markOf(kept.foreign), marks) : lossOfReadBack(look, kept, read);
  if (loss.kind === 'none' || (kept.source === 'event' && isExcused(loss, kept.foreign, window, read.existing))) {
    await look.ask(() => writes.keepLost(look.place, { ...kept, end: 'not-lost' }));
    return undefined;
  }
  const lost = { ...kept, window, counted: true, toldAt: kept.toldAt ?? now };
  if (kept.toldAt === null) await tell(look, kept, loss);

  const record = await look.ask(() => look.services.buckets.bucket(look.place));
  const state = { now, marks, last: read.last, existing: read.existing, held: record?.hold != null };
  const refusal = refusalToRepair(lost, loss, state, look.services.rules, look.terms.mode);
  if (refusal !== undefined) return giveUp(look, lost, refusal);

  const settleMs = look.services.rules.settleSeconds * 1000;
  const settles = lost.repair ?? { digest: digest(read.existing), since: now };
  const left = settles.since + settleMs - now;
  if (left <= 0) return (await repairLost(look, lost, { ...read, record })) ?? undefined;
  return (await keep(look, { ...lost, repair: settles })) ?? waitForRepair(look, lost, left);
}

/** Whatever can be told is told: the alarm comes before it is kept that it was raised, and may come twice when we die between the two. */
async function tell(look: BucketLook, { foreign, window, source, counted }: LostUpdate, loss: Loss): Promise<void> {
  const why = reason('lost-update');
  const { journal } = look.services;
  const details = { by: foreign.by, eventId: foreign.eventId, at: new Date(foreign.at).toISOString(), source };
  const wrote = { write: window.id, read: new Date(window.readFrom).toISOString(), order: loss.kind };
  journal.log('error', `a write was lost: ${why.text}`, { ...look.place, ...details, ...wrote });
  journal.count({ [METRICS.lostUpdates]: 1 });
  // one write of ours went wrong, whoever else had written
  if (!counted) await countFailure(look, why);
}

async function waitForRepair(look: BucketLook, lost: LostUpdate, milliseconds: number): Promise<Reconciled> {
  await lookIntoLater(look, lost.window.id, milliseconds / 1000);
  const by = lost.foreign.by ?? 'nobody that an event named';
  return look.done('failed', reason('lost-update', `of ${by}; it is put back once the bucket has settled`));
}

/** What was read behind our write: a stale answer when S3 shows ours now, else somebody wrote after us. */
function lossOfReadBack(look: BucketLook, { window, purpose, foreign }: LostUpdate, { existing }: SecondRead): Loss {
  const now = meaningOf(existing);
  const showsOurs = now !== undefined && sameMeaning(now, window.meaning);
  const why = 'it was read behind our write, and no event says when it was written';
  if (showsOurs && foreign.configuration.kind !== 'untold') return { kind: 'possible', why, unlessReplaced: false };
  const { days } = look.terms;
  // with our rule in it, or taken out as was asked, all is as it should be
  if (purpose === 'undo' || purpose === 'exclusion' || days === null || covers(existing, { days }))
    return { kind: 'none' };
  return { kind: 'possible', why: 'somebody wrote after us', unlessReplaced: false };
}
