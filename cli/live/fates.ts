import type { BucketPlace } from '../../core/ports';
import type { Fate, WriteFate } from '../../core/scan/apply-write';
import { visibleText } from '../../report/visible-text';
import { count } from '../operate/words';
import type { Paint } from '../paint';

/** A bucket and what became of it. */
export interface BucketFate extends BucketPlace, Fate {}

/** After which nothing is left to do. */
const FINE: readonly WriteFate[] = ['done', 'nothing', 'excluded', 'gone'];

export function isFine({ fate }: Pick<Fate, 'fate'>): boolean {
  return FINE.includes(fate);
}

/** One line for a person; `done` is what is said in place of that. */
export function fateLine({ bucket, region, fate, text }: BucketFate, done: string, paint: Paint): string {
  const word = fate === 'done' ? done : fate;
  const shown = fate === 'done' ? paint.good(word) : isFine({ fate }) ? paint.quiet(word) : paint.bad(word);
  return `${shown}  s3://${bucket} (${region}): ${visibleText(text)}\n`;
}

/** Buckets by what became of them, such as `3 buckets: 2 applied, 1 denied`. */
export function fateSums(fates: readonly Fate[], done: string): string {
  const sums = new Map<string, number>();
  for (const { fate } of fates) {
    const word = fate === 'done' ? done : fate;
    sums.set(word, (sums.get(word) ?? 0) + 1);
  }
  const parts = [...sums].map(([word, number]) => `${number.toLocaleString('en')} ${word}`);
  return `${count(fates.length, 'bucket')}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}
