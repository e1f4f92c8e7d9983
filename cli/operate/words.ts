import { VERDICTS, type Verdict } from '../../core/outcome';

/** `1 bucket`, `2 buckets`; thousands are set apart. */
export function count(number: number, one: string, more = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : more}`;
}

/** Buckets by verdict, such as `12 covered, 3 waiting`, without those that there are none of. */
export function verdictText(counts: Readonly<Partial<Record<Verdict, number>>>): string {
  const parts = VERDICTS.flatMap((verdict) => {
    const number = counts[verdict] ?? 0;
    return number === 0 ? [] : [`${number.toLocaleString('en')} ${verdict}`];
  });
  return parts.length === 0 ? 'none' : parts.join(', ');
}

/** How long ago something was, in the largest unit that fits, such as `3 hours`. */
export function ageText(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  for (const [name, size] of units) {
    if (seconds >= size) return count(Math.floor(seconds / size), name);
  }
  return count(Math.max(0, Math.floor(seconds)), 'second');
}
