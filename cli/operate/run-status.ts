import type { ExitStatus } from '../terminal';
import type { Operation } from './operation';
import { printJson } from './print-json';
import { needsPerson, readStatus } from './status';
import { statusScreen } from './status-screen';

/** Rows of each kind on the screen. */
const FIRST = 10;

/** Prints the status: 1 when something needs a person. */
export async function runStatus(
  { hub, terminal, json, line }: Operation,
  { all }: { readonly all: boolean },
): Promise<ExitStatus> {
  terminal.progress('reading the inventory');
  const status = await readStatus(hub, {
    limit: all ? Number.POSITIVE_INFINITY : FIRST,
    now: Date.now(),
    told: (accounts) => terminal.progress(`reading the inventory: ${accounts} accounts`),
  });
  if (json) printJson(terminal, status);
  else terminal.out(statusScreen(status, terminal.paint, line));
  return needsPerson(status) ? 1 : 0;
}
