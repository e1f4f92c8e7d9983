import type { CountedStore } from '../counted-store';
import type { LifecycleConfiguration } from '../lifecycle/configuration';
import { digest, plan } from '../plan';
import type { Clock } from '../ports';
import { excludedByBucketTags } from '../selection';
import { problemMeaning } from '../store-problem';
import { textDigest, writtenState } from '../written-state';
import type { AppliedImage } from './apply-images';
import { type Fate, writeAndLook } from './apply-write';

export interface ApplyServices {
  readonly clock: Clock;
  /** Keeps what was there, for good, before it is written over. Throws when it cannot. */
  readonly keep: (image: Omit<AppliedImage, 'account' | 'region' | 'bucket'>) => void;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export interface ApplyRequest {
  /** Wanted DaysAfterInitiation. */
  readonly days: number;
  /** Digest of the configuration that the person was shown (`digest`). */
  readonly shown: string;
}

/**
 * Writes our rule into one bucket, if it still is as it was shown: tags are read again, then the configuration; what was there is kept
 * before the write, and the write is read back. Gives what became of it, and throws only for what is broken.
 */
export async function applyRule(
  { clock, keep, sleep }: ApplyServices,
  reader: CountedStore,
  writer: CountedStore,
  { days, shown }: ApplyRequest,
): Promise<Fate> {
  const tags = await reader.readTags();
  if (tags.kind !== 'found' && tags.kind !== 'none') return problem(tags, 'its tags cannot be read: ');
  const excluded = tags.kind === 'found' ? excludedByBucketTags(tags.tags) : undefined;
  if (excluded !== undefined) return { fate: 'excluded', text: excluded.text };

  const readAt = clock.now();
  const read = await reader.readLifecycle();
  if (read.kind !== 'found' && read.kind !== 'none') return problem(read);
  const existing: LifecycleConfiguration | undefined = read.kind === 'found' ? read.configuration : undefined;
  if (digest(existing) !== shown) return CHANGED;
  const planned = plan(existing, { days, onLongerRule: 'add' });
  if (planned.verdict === 'keep') return { fate: 'nothing', text: planned.reason.text };
  if (planned.verdict === 'refuse') return { fate: 'refused', text: planned.reason.text };

  const { configuration } = planned;
  try {
    keep({ configuration: existing, planned: textDigest(configuration), readAt: new Date(readAt).toISOString() });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { fate: 'failed', text: `what was there could not be kept, so nothing was written: ${why}` };
  }
  const shows = (after: LifecycleConfiguration | undefined) => writtenState(existing, after, days);
  return writeAndLook(writer, reader, { configuration, shows, done: 'our rule was written, and S3 shows it', sleep });
}

export const CHANGED: Fate = { fate: 'changed', text: 'it was changed since it was shown, and is left alone' };

export function problem(of: Parameters<typeof problemMeaning>[0], before = ''): Fate {
  const { verdict, reason } = problemMeaning(of, false);
  return { fate: verdict, text: `${before}${reason.text}` };
}
