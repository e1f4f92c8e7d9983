import { heldBack } from './brake-check';
import type { BucketLook } from './bucket-look';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import { lookIntoReadBack } from './read-back';
import { type Reason, reason } from './reasons';
import type { Reconciled } from './reconcile-services';
import type { TakeOut } from './sight';
import { hasOurRule, planUndo } from './undo';
import { beingWritten, countFailure, mayHaveWrittenSince, writeAhead } from './write-ahead';
import type { WriteRecord } from './write-log';
import { takenOutState } from './written-state';

/**
 * Takes our rule out because somebody asked; the bucket is held from just before the write on, so that nothing puts the rule back.
 * Neither a pause nor a ceiling stops it.
 */
export async function undo(look: BucketLook, { by }: TakeOut): Promise<Reconciled> {
  return takeOut(look, {
    purpose: 'undo',
    before: async (existing) => {
      if (!hasOurRule(existing)) return undefined;
      const hold = { since: new Date(look.now()).toISOString(), by };
      await look.ask(() => look.services.buckets.hold(look.place, hold));
      return undefined;
    },
    // whoever asked wants no rule of ours there, one that is about to be written included
    nothing: async (why, last) => {
      const { buckets, writes } = look.services;
      const hold = { since: new Date(look.now()).toISOString(), by };
      const record = await look.ask(() => buckets.bucket(look.place));
      if (record?.hold == null) await look.ask(() => buckets.hold(look.place, hold));
      // whoever claimed the bucket since then may not have seen the hold
      const now = await look.ask(() => writes.last(look.place));
      if (now !== undefined && now.id !== last?.id) {
        return (await beingWritten(look, now)) ?? look.again(reason('undo-not-visible'));
      }
      return look.done('held', reason('held', why.text));
    },
    done: () => look.done('held', reason('undone')),
  });
}

/** Takes our rule out of a bucket that is excluded, for the reason `why`, unless the brake is on or the account is audited. */
export async function takeOutOfExcluded(look: BucketLook, why: Reason): Promise<Reconciled> {
  if (look.terms.mode === 'audit') return look.done('excluded', why);
  return takeOut(look, {
    purpose: 'exclusion',
    before: () => heldBack(look),
    nothing: async () => look.done('excluded', why),
    done: () => look.done('excluded', reason('rule-taken-out', why.text)),
  });
}

interface Task {
  readonly purpose: 'undo' | 'exclusion';
  /** Runs before anything is written; what it gives, if anything, is what becomes of the bucket. */
  readonly before: (existing: LifecycleConfiguration | undefined) => Promise<Reconciled | undefined>;
  /** There is no rule of ours. `last`: our last write, read before that was found. */
  readonly nothing: (why: Reason, last: WriteRecord | undefined) => Promise<Reconciled>;
  readonly done: () => Reconciled;
}

async function takeOut(look: BucketLook, task: Task): Promise<Reconciled> {
  const { writes } = look.services;
  const last = await look.ask(() => writes.last(look.place));
  const busy = await beingWritten(look, last);
  if (busy !== undefined) return busy;
  const readAt = look.now();
  const read = await look.read();
  if (read.kind === 'problem') return read.result;
  const { existing } = read;
  const readTo = look.now();
  const images = await look.ask(() => writes.images(look.place));
  const planned = planUndo(existing, images);
  if (planned.kind === 'nothing') {
    // a rule of ours that was written just now may not show yet
    const unseen = last !== undefined && last.days !== null && last.state !== 'not-written' && last.state !== 'written';
    if (unseen && mayHaveWrittenSince(last, readAt)) return look.again(reason('undo-not-visible'));
    return task.nothing(planned.reason, last);
  }
  const stopped = await task.before(existing);
  if (stopped !== undefined) return stopped;
  if (planned.kind === 'refuse') return look.done('refused', planned.reason);

  const written = await writeAhead(
    look,
    {
      purpose: task.purpose,
      before: existing,
      days: null,
      readAt,
      readTo,
      configuration: planned.kind === 'put' ? planned.configuration : undefined,
      shows: (after) => takenOutState(existing, after),
    },
    last,
  );
  if (written.kind === 'result') return written.result;
  if (written.kind === 'seen') return task.done();
  // somebody else wrote just behind us, or what they wrote was still shown: our rule is looked for again, and so is theirs
  if (written.kind === 'lost-update') await lookIntoReadBack(look, written);
  const why = reason('undo-not-visible');
  const { outcome } = look.again(why);
  return { kind: 'retry', outcome, givenUp: () => countFailure(look, why) };
}
