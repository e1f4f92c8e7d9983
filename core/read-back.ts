import type { BucketLook } from './bucket-look';
import type { ForeignConfiguration, ForeignWrite } from './foreign-write';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import { meaningOf } from './lifecycle/meaning';
import { sendSettleMessage } from './look-again';
import { reason } from './reasons';
import type { Reconciled } from './reconcile-services';
import { type WriteRecord, windowOf } from './write-log';

/** What was read for a second time, and the last write of ours, read before that. */
export interface SecondRead {
  readonly last: WriteRecord | undefined;
  /** Within this time it was read, milliseconds since 1970. */
  readonly readAt: number;
  readonly readTo: number;
  readonly existing: LifecycleConfiguration | undefined;
}

/**
 * Something else than what we wrote was read behind a write. That may be what somebody wrote after us, or a stale answer with what we
 * replaced: it is kept, and the bucket looked at again before anything of it is believed.
 */
export async function lookIntoReadBack(
  look: BucketLook,
  { last, after }: { readonly last: WriteRecord; readonly after: LifecycleConfiguration | undefined },
): Promise<Reconciled> {
  const window = windowOf(last);
  if (window !== undefined) {
    const foreign: ForeignWrite = {
      ...{ at: window.wroteTo, eventId: 'read-back', eventName: 'GetBucketLifecycleConfiguration', by: null },
      configuration: asForeign(after),
      size: after?.transitionDefaultMinimumObjectSize ?? null,
    };
    const open = { counted: false, toldAt: null, repair: null, end: null } as const;
    const { planned, purpose } = last;
    const { writes } = look.services;
    await look.ask(() =>
      writes.keepLost(look.place, { window, planned, purpose, foreign, source: 'read-back', ...open }),
    );
    await lookIntoLater(look, window.id, look.services.rules.retrySeconds);
  }
  return look.done('waiting', reason('read-back-pending'));
}

/** Sends the message with which the write with this id is looked into, after so many seconds. */
export async function lookIntoLater(look: BucketLook, id: string, seconds: number): Promise<void> {
  const { seen, wrote } = look.sight;
  const now = look.now();
  const state = { digest: look.before?.digest ?? '-', since: now, first: seen?.first ?? now };
  look.suspect = id;
  await sendSettleMessage(look, state, seconds, wrote);
  look.suspect = undefined;
}

function asForeign(configuration: LifecycleConfiguration | undefined): ForeignConfiguration {
  if (configuration === undefined) return { kind: 'none' };
  const meaning = meaningOf(configuration);
  if (meaning === undefined) return { kind: 'untold', why: 'it cannot be read' };
  return { kind: 'exact', meaning, transitions: true, xml: configuration.xml };
}
