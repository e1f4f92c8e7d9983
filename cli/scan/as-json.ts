import { PRICES } from '../../core/scan/prices';
import { stateOfAccount, sumsOf } from '../../core/scan/scan-totals';
import { plainJson } from './plain-json';
import type { ScanResult } from './scan-result';

const VERSION = 1;

/** The scan as one JSON document, one bucket or account a line. */
export function* asJson(result: ScanResult): Iterable<string> {
  const { organization, caller, days, at, totals, measured, accounts } = result;
  const head = {
    version: VERSION,
    ...(organization === null ? { account: caller } : { organization, caller }),
    days,
    at,
    ...(measured ? { prices: PRICES } : {}),
    totals: withoutNull(totals),
  };
  yield `${plainJson(head).slice(0, -1)},\n"accounts":[`;
  yield* lines(accounts, (one) => ({
    account: one.account,
    name: one.name,
    state: stateOfAccount(one),
    ...withoutNull(sumsOf(one.rows)),
    problems: one.problems,
  }));
  yield '],\n"buckets":[';
  yield* lines(rowsOf(result), (row) => row);
  yield ']}\n';
}

function* rowsOf({ accounts }: ScanResult) {
  for (const { rows } of accounts) yield* rows;
}

function* lines<Item>(items: Iterable<Item>, show: (item: Item) => unknown): Iterable<string> {
  let first = true;
  for (const item of items) {
    yield `${first ? '' : ','}\n${plainJson(show(item))}`;
    first = false;
  }
}

/** What was not measured is left out. */
function withoutNull<T extends { readonly uploads: unknown }>({ uploads, ...rest }: T) {
  return uploads === null ? rest : { ...rest, uploads };
}
