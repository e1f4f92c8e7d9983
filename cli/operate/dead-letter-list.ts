import { type ReasonCode, remedy } from '../../core/reasons';
import { visibleText } from '../../report/visible-text';
import type { Paint } from '../paint';
import { NO_REASON, type SeenLetter } from './dead-letters';
import { letterSubject } from './letter-subject';
import { ageText, count } from './words';

/** Letters that are named for each reason. */
const NAMED = 10;

/** Dead letters as `--json` prints them. */
export function letterDocument({ queue, letter, target, fate, error }: SeenLetter) {
  const { id, body, sentAt, reason } = letter;
  return { queue, id, sentAt: new Date(sentAt).toISOString(), reason, target, fate, error, body };
}

/** Dead letters by queue and reason, line by line. `now`: milliseconds since 1970. */
export function letterList(letters: readonly SeenLetter[], now: number, paint: Paint): string[] {
  const groups = new Map<string, SeenLetter[]>();
  for (const seen of letters) {
    const key = `${seen.queue} ${seen.letter.reason?.code ?? NO_REASON}`;
    groups.set(key, [...(groups.get(key) ?? []), seen]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const code = first.letter.reason?.code ?? NO_REASON;
    const text = first.letter.reason?.text ?? 'SQS gave it up: the function crashed on it each time';
    const what = remedyOf(code);
    return [
      '',
      `${paint.strong(first.queue)}  ${count(group.length, 'dead letter')}  ${paint.bad(visibleText(code))}: ${visibleText(text)}`,
      ...(what === '' ? [] : [paint.quiet(`  what to do: ${what}`)]),
      ...group.slice(0, NAMED).map((seen) => `  ${fateText(seen)}${letterSubject(seen.letter.body)}${age(seen)}`),
      ...(group.length > NAMED ? [`  and ${count(group.length - NAMED, 'more', 'more')}: see them with --json`] : []),
    ];
  });

  function age({ letter }: SeenLetter): string {
    return paint.quiet(`, ${ageText((now - letter.sentAt) / 1000)} old`);
  }
}

function fateText({ fate, target, error }: SeenLetter): string {
  switch (fate) {
    case 'chosen':
      return `would go back to ${target}: `;
    case 'redriven':
      return `sent back to ${target}: `;
    case 'failed':
      return `could not be sent back (${visibleText(error ?? '')}): `;
    case 'left':
      return target === null ? 'cannot be sent back, for its queue is not known: ' : '';
  }
}

/** EventBridge's codes are not ours, and a letter may hold anything. */
function remedyOf(code: string): string {
  if (code === NO_REASON) return 'see the log of the function, then redrive';
  try {
    return remedy(code as ReasonCode);
  } catch {
    return 'see whether the policy of the queue was changed: deploy the hub again, then redrive';
  }
}
