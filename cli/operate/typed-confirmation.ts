import type { Terminal } from '../terminal';
import { WrongUse } from '../wrong-use';

export interface Confirmation {
  /** What is about to be done, as a sentence without its end. */
  readonly what: string;
  /** What the word is, such as `the ID of the organization`. */
  readonly kind: string;
  /** The word that confirms it. */
  readonly word: string;
  /** What `--confirm` gave. */
  readonly given: string | undefined;
}

/** Throws WrongUse unless there is a person to be asked, or the right word was given. To be called before anything that takes long. */
export function checkConfirmable({ interactive }: Terminal, { kind, word, given }: Omit<Confirmation, 'what'>): void {
  if (given !== undefined) {
    compare(given, kind, word);
    return;
  }
  if (interactive) return;
  throw new WrongUse(
    'there is nobody who could be asked whether to go on',
    `see with --dry-run what it comes to, then give ${kind} with --confirm`,
  );
}

/** Asks for the word to be typed, unless it was given. False where the person broke off. Throws WrongUse for any other word. */
export async function confirmed(terminal: Terminal, confirmation: Confirmation): Promise<boolean> {
  const { what, kind, word, given } = confirmation;
  checkConfirmable(terminal, confirmation);
  // Ctrl-C while something was looked up is an answer too
  const typed = terminal.stop.aborted ? undefined : (given ?? (await ask(terminal, `${what}. Type ${kind} to go on:`)));
  if (typed === undefined) {
    terminal.note('nothing was done');
    return false;
  }
  compare(typed, kind, word);
  return true;
}

function compare(typed: string, kind: string, word: string): void {
  if (typed.trim() === word) return;
  throw new WrongUse(
    `nothing was done: ${JSON.stringify(typed)} is not ${kind}`,
    `give ${word}, if that is what you mean`,
  );
}

/** Undefined where the person broke off. */
async function ask({ stop }: Terminal, message: string): Promise<string | undefined> {
  const { input } = await import('@inquirer/prompts');
  try {
    return await input({ message }, { output: process.stderr, signal: stop });
  } catch (error) {
    if (error instanceof Error && /^(ExitPrompt|AbortPrompt)Error$/.test(error.name)) return undefined;
    throw error;
  }
}
