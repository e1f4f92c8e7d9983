import type { Terminal } from '../terminal';
import type { Asker } from './questions';

/** Rows of a list that are seen at one time. */
const ROWS = 15;

/** Questions on the terminal. */
export async function prompts({ stop }: Terminal): Promise<Asker> {
  const { checkbox, input, select } = await import('@inquirer/prompts');
  const context = { output: process.stderr, signal: stop };
  return {
    choose: (message, choices, first) =>
      select({ message, choices: [...choices], ...(first === undefined ? {} : { default: first }) }, context),
    chooseSome: (message, choices) =>
      checkbox({ message, choices: [...choices], required: true, pageSize: ROWS, loop: false }, context),
    text: (message, first, check) =>
      input({ message, ...(first === '' ? {} : { default: first }), validate: check }, context),
  };
}

/** Asks whether to go on. */
export async function agreed({ stop }: Terminal, message: string): Promise<boolean> {
  const { confirm } = await import('@inquirer/prompts');
  return confirm({ message, default: true }, { output: process.stderr, signal: stop });
}

/** Whether the person broke off a question. */
export function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && /^(ExitPrompt|AbortPrompt)Error$/.test(error.name);
}
