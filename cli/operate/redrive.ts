import type { ExitStatus } from '../terminal';
import { letterDocument, letterList } from './dead-letter-list';
import {
  DEAD_LETTER_QUEUES,
  type DeadLetterQueueName,
  goThrough,
  MOST_LETTERS,
  NO_REASON,
  type SeenLetter,
} from './dead-letters';
import type { Operation } from './operation';
import { printJson } from './print-json';
import { count } from './words';

export interface RedriveRequest {
  /** Null: all queues. */
  readonly queue: DeadLetterQueueName | null;
  /** Null: whatever the reason. */
  readonly reason: string | null;
  /** Whether anything is chosen at all; otherwise the letters are only shown. */
  readonly choose: boolean;
  /** Whether the chosen ones are sent back. */
  readonly yes: boolean;
}

/** Lists dead letters, and sends the chosen ones back: 1 when some are there still, 130 after Ctrl-C. */
export async function runRedrive(operation: Operation, request: RedriveRequest): Promise<ExitStatus> {
  const { hub, terminal, json } = operation;
  const { queue, reason, choose, yes } = request;
  terminal.progress('receiving dead letters');
  const { letters, more } = await hub.queues(() =>
    goThrough(
      hub,
      {
        queues: queue === null ? DEAD_LETTER_QUEUES : [queue],
        chosen: (letter) => choose && (reason === null || (letter.reason?.code ?? NO_REASON) === reason),
        redrive: yes,
      },
      terminal.stop,
    ),
  );
  const complete = more.length === 0 && !terminal.stop.aborted;
  if (json) printJson(terminal, { complete, letters: letters.map(letterDocument) });
  else terminal.out(`${[...heading(letters), ...letterList(letters, Date.now(), terminal.paint)].join('\n')}\n`);
  for (const name of more) {
    terminal.note(
      `The queue ${name} may have more: ${MOST_LETTERS} are looked at in one go. Run this again for the next.`,
    );
  }
  hint(operation, request, letters);
  if (terminal.stop.aborted) return 130;
  return letters.some(({ fate }) => fate !== 'redriven') || more.length > 0 ? 1 : 0;
}

function heading(letters: readonly SeenLetter[]): string[] {
  if (letters.length === 0) return ['no dead letters'];
  const number = (fate: SeenLetter['fate']): number => letters.filter((seen) => seen.fate === fate).length;
  const parts = [
    [number('chosen'), 'would be sent back'],
    [number('redriven'), 'sent back'],
    [number('failed'), 'could not be sent back'],
  ] as const;
  const text = parts.filter(([many]) => many > 0).map(([many, what]) => `, ${many} ${what}`);
  return [`${count(letters.length, 'dead letter')}${text.join('')}`];
}

function hint({ terminal, line }: Operation, { choose, yes }: RedriveRequest, letters: readonly SeenLetter[]): void {
  if (letters.length === 0) terminal.note(`next: ${line('status')}`);
  else if (!choose)
    terminal.note(`Mend the cause first, then send them back: ${line('redrive --all')} shows what would go.`);
  else if (!yes) terminal.note('Nothing was sent. Do it by the same command with --yes.');
  else terminal.note(`They are handled as if they came anew. next: ${line('status')}`);
}
