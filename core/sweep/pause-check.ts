import { type Brake, pauseOf } from '../brake';
import type { AccountId } from '../identifiers';
import { type Reason, reason } from '../reasons';

/** Why nothing of an account is written just now; undefined when it is. `units`: IDs of the OUs above it, nearest first. */
export async function pauseReason(
  brake: Brake,
  account: AccountId,
  units: readonly string[],
): Promise<Reason | undefined> {
  const read = await brake.switch();
  if (read.kind === 'unreadable') return reason('pause-unreadable');
  const pause = pauseOf(read.state, account, units);
  if (pause === undefined) return undefined;
  return reason('paused', `since ${pause.since}, by ${JSON.stringify(pause.by)}: ${JSON.stringify(pause.why)}`);
}
