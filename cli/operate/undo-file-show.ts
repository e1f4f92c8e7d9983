import pLimit from 'p-limit';
import { CountedStore } from '../../core/counted-store';
import { digest } from '../../core/plan';
import type { BucketStore } from '../../core/ports';
import { lookForUndo } from '../../core/scan/apply-undo';
import { drawConfigurations } from '../live/draw-rules';
import { type BucketFate, fateLine } from '../live/fates';
import type { Terminal } from '../terminal';
import type { ImagedBucket } from './undo-file-read';

const READ_AT_A_TIME = 8;

/** A bucket of which a person was shown what would be written. */
export interface ShownUndo extends ImagedBucket {
  /** Of the configuration as it was then. */
  readonly digest: string;
  readonly exact: boolean;
}

export interface UndoShown {
  readonly todo: readonly ShownUndo[];
  /** Buckets at which nothing is to be done, or can be. */
  readonly others: readonly BucketFate[];
}

/** Looks at each bucket, and shows its rules before and after unless `silent`. */
export async function showUndo(
  buckets: readonly ImagedBucket[],
  store: BucketStore,
  { out, paint, progress, stop }: Terminal,
  silent: boolean,
): Promise<UndoShown> {
  const limit = pLimit(READ_AT_A_TIME);
  const todo: ShownUndo[] = [];
  const others: BucketFate[] = [];
  const looks = buckets.map((imaged) =>
    limit(async () => {
      if (stop.aborted) return undefined;
      const reader = new CountedStore(store, imaged.place);
      const look = await lookForUndo(reader, imaged.images);
      return { look, place: { ...imaged.place, region: reader.region } };
    }),
  );
  for (const [index, looked] of looks.entries()) {
    progress(`reading what is there: ${index} of ${looks.length}`);
    const one = await looked;
    const images = buckets[index]?.images;
    if (one === undefined || images === undefined) continue;
    const { look, place } = one;
    if (look.kind === 'end') {
      const fate = { ...place, ...look.fate };
      others.push(fate);
      if (!silent) out(fateLine(fate, 'undone', paint));
      continue;
    }
    const { existing, configuration, exact } = look;
    todo.push({ place, images, digest: digest(existing), exact });
    if (silent) continue;
    const how = exact ? 'all comes back as it was before' : 'our rule alone is taken out: the rest changed since';
    const lines = [
      `s3://${place.bucket} (${place.region}): ${how}`,
      ...drawConfigurations(existing, configuration, paint),
    ];
    out(`${lines.join('\n')}\n\n`);
  }
  progress('');
  return { todo, others };
}
