import type { CountedStore } from '../counted-store';
import type { LifecycleConfiguration } from '../lifecycle/configuration';
import { digest } from '../plan';
import { type BeforeImage, planUndo } from '../undo';
import { takenOutState } from '../written-state';
import { CHANGED, problem } from './apply-rule';
import { type CheckedWrite, type Fate, writeAndLook } from './apply-write';

/** What an undo of one bucket would do. */
export type UndoLook =
  | {
      readonly kind: 'write';
      readonly existing: LifecycleConfiguration;
      /** What would be put; undefined where the configuration would be deleted. */
      readonly configuration: LifecycleConfiguration | undefined;
      /** Whether all is as it was before, to the letter. */
      readonly exact: boolean;
    }
  | { readonly kind: 'end'; readonly fate: Fate };

/** Looks at a bucket for an undo, without writing. `images`: of the writes of our rule, oldest first. */
export async function lookForUndo(reader: CountedStore, images: readonly BeforeImage[]): Promise<UndoLook> {
  const read = await reader.readLifecycle();
  if (read.kind !== 'found' && read.kind !== 'none') return { kind: 'end', fate: problem(read) };
  const existing = read.kind === 'found' ? read.configuration : undefined;
  const planned = planUndo(existing, images);
  if (planned.kind === 'nothing') return { kind: 'end', fate: { fate: 'nothing', text: planned.reason.text } };
  if (planned.kind === 'refuse') return { kind: 'end', fate: { fate: 'refused', text: planned.reason.text } };
  if (existing === undefined) throw new Error('an undo is planned where there is no configuration');
  const configuration = planned.kind === 'put' ? planned.configuration : undefined;
  return { kind: 'write', existing, configuration, exact: planned.exact };
}

/** Takes our rule out, if the bucket still is as it was shown (`shown`: its digest), and reads that back. */
export async function undoRule(
  reader: CountedStore,
  writer: CountedStore,
  {
    images,
    shown,
    sleep,
  }: { readonly images: readonly BeforeImage[]; readonly shown: string } & Pick<CheckedWrite, 'sleep'>,
): Promise<Fate> {
  const look = await lookForUndo(reader, images);
  if (look.kind === 'end') return look.fate;
  const { existing, configuration, exact } = look;
  if (digest(existing) !== shown) return CHANGED;
  const shows = (after: LifecycleConfiguration | undefined) => takenOutState(existing, after);
  const done = exact ? 'our rule was taken out, and all is as it was before' : 'our rule was taken out';
  return writeAndLook(writer, reader, { configuration, shows, done, sleep });
}
