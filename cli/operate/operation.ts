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
  return { hub, terminal, json: options.json === true, line: (command) => lineFor(options, command) };
}

function lineFor({ config, qualifier, profile, region }: HubOptions, command: string): string {
  const words = [
    ...(qualifier === undefined ? (config === 'cdk.json' ? [] : ['--config', config]) : ['--qualifier', qualifier]),
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(region === undefined ? [] : ['--region', region]),
  ];
  return ['partsweep', command, ...words.map(quoted)].join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
