import { sums } from '../../core/doctor/all-checks';
import type { Check, Standing } from '../../core/doctor/check';
import { visibleText } from '../../report/visible-text';
import type { Paint } from '../paint';

/** The checks, line by line: what each came to, and under a cross the command that mends it. */
export function checkList(checks: readonly Check[], paint: Paint): string {
  const colour: Readonly<Record<Standing, (text: string) => string>> = {
    fine: paint.good,
    wrong: paint.bad,
    unknown: paint.strong,
    skipped: paint.quiet,
  };
  const lines = checks.flatMap(({ title, standing, text, remedy, details }) => [
    `${colour[standing](MARKS[standing])} ${paint.strong(title)}: ${visibleText(text)}`,
    ...details.map((detail) => `    ${visibleText(detail)}`),
    ...(remedy === null ? [] : [paint.quiet(`    ${standing === 'wrong' ? 'mend' : 'look'}: ${visibleText(remedy)}`)]),
  ]);
  return `${lines.join('\n')}\n`;
}

const MARKS: Readonly<Record<Standing, string>> = { fine: '✓', wrong: '✗', unknown: '?', skipped: '-' };

/** One line about all of them. */
export function summary(checks: readonly Check[]): string {
  const { fine, wrong, unknown, skipped } = sums(checks);
  const parts = [
    `${fine} fine`,
    `${wrong} wrong`,
    ...(unknown === 0 ? [] : [`${unknown} could not be looked at`]),
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ];
  return `${checks.length} checks: ${parts.join(', ')}`;
}
