import { pauseOf } from './brake';
import type { BucketLook } from './bucket-look';
import { waitAgain } from './look-again';
import { reason } from './reasons';
import type { Reconciled } from './reconcile-services';
import { LONGEST_DELAY_SECONDS } from './settle';

/**
 * What keeps a bucket from being written just now: a pause, or a ceiling. Undefined when it may be written, which counts as one write.
 */
export async function heldBack(look: BucketLook): Promise<Reconciled | undefined> {
  const { brake } = look.services;
  const read = await brake.switch();
  if (read.kind === 'unreadable')
    return waitAgain(look, reason('pause-unreadable', read.message), LONGEST_DELAY_SECONDS);
  const pause = pauseOf(read.state, look.place.account, look.terms.units);
  if (pause !== undefined) {
    const detail = `since ${pause.since}, by ${JSON.stringify(pause.by)}: ${JSON.stringify(pause.why)}`;
    return waitAgain(look, reason('paused', detail), LONGEST_DELAY_SECONDS);
  }
  const allowance = await look.ask(() => brake.allow(look.run));
  if (allowance.kind === 'run-full') return look.done('waiting', reason('run-full'));
  if (allowance.kind === 'hour-full') return waitAgain(look, reason('hour-full'), allowance.seconds);
  return undefined;
}
