import { commandWords } from '../command-words';
import type { Hub } from '../hub/hub';
import type { HubOptions } from '../hub/hub-options';
import type { Terminal } from '../terminal';

/** What the work of a command is given. */
export interface Operation {
  readonly hub: Hub;
  readonly terminal: Terminal;
  /** Whether stdout gets one JSON document. */
  readonly json: boolean;
  /** A command line for hints: the command with the options that lead to this hub again. */
  readonly line: (command: string) => string;
}

/** Opens the hub. Throws WrongUse when that cannot be done. */
export async function operation(options: HubOptions, terminal: Terminal): Promise<Operation> {
  // said before the SDK is loaded, which takes a while
  terminal.progress('asking who you are');
  const { Hub } = await import('../hub/hub.ts');
  const hub = await Hub.open(options);
  return { hub, terminal, json: options.json === true, line: (command) => commandWords(command, options) };
}
