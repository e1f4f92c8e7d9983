import type { Terminal } from '../terminal';

/** Prints the one JSON document of a command. */
export function printJson({ out }: Terminal, document: unknown): void {
  out(`${JSON.stringify(document, undefined, 2)}\n`);
}
