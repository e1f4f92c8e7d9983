import type { ForeignMark } from './foreign-write';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import { changedSince, type Loss } from './lost-update';
import type { Mode } from './mode';
import { digest } from './plan';
import type { ReconcileRules } from './reconcile-services';
import type { LostUpdate, WriteRecord } from './write-log';
import { textDigest } from './written-state';

/** What is known when it is to be decided whether a lost update is put back. */
export interface RepairState {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Every foreign write that is known. */
  readonly marks: readonly ForeignMark[];
  /** The last write of ours in the present life of the bucket. */
  readonly last: WriteRecord | undefined;
  /** What the bucket holds. */
  readonly existing: LifecycleConfiguration | undefined;
  /** Whether the bucket is left alone after an undo. */
  readonly held: boolean;
}

/** Whoever has lived with it for longer may rely on it by now. */
const LONGEST_MS = 24 * 3600 * 1000;

/** Why a lost update must not be put back; undefined when it may. */
export function refusalToRepair(
  lost: LostUpdate,
  loss: Loss,
  { now, marks, last, existing, held }: RepairState,
  rules: Pick<ReconcileRules, 'repairLostUpdates'>,
  mode: Mode,
): string | undefined {
  const { foreign, window, planned, repair } = lost;
  if (loss.kind !== 'certain')
    return `the order is in doubt: ${loss.kind === 'possible' ? loss.why : 'nothing is lost'}`;
  if (!rules.repairLostUpdates) return 'the settings say so (repairLostUpdates)';
  if (mode === 'audit') return 'the account is only audited';
  if (held) return 'the bucket is on hold';
  if (changedSince(foreign, marks)) return 'somebody changed the configuration again since';
  if (last !== undefined && last.id !== window.id) return 'we wrote the bucket again since';
  if (textDigest(existing) !== planned || (repair !== null && repair.digest !== digest(existing))) {
    return 'the bucket holds something else than what we wrote';
  }
  if (now - window.wroteTo > LONGEST_MS) return 'it is more than a day old';
  const { configuration, size } = foreign;
  if (configuration.kind === 'untold') return configuration.why;
  if (configuration.kind === 'inexact') return `the event does not tell it to the letter: ${configuration.why}`;
  // nothing says what the smallest object is that their transitions move
  if (configuration.kind === 'exact' && configuration.transitions && size === null) {
    return 'it has transitions, and the event does not tell x-amz-transition-default-minimum-object-size';
  }
  return undefined;
}
