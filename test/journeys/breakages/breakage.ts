import { isDeepStrictEqual } from 'node:util';
import type { Verdict } from '../../../core/outcome';
import type { TraceEntry } from '../../../sandbox/trace';
import type { SceneName } from '../chain-scenes';
import { DEAD_LETTERS, UNDELIVERED } from '../places';
import type { Templates } from '../templates';

type Like<Entry> = { readonly [Key in keyof Entry]?: Entry[Key] | RegExp };

/** What to look for in the trace: the fields that are named are equal, or match as text. */
export type Sign = {
  [Kind in TraceEntry['kind']]: { readonly kind: Kind } & Like<Omit<Extract<TraceEntry, { kind: Kind }>, 'kind'>>;
}[TraceEntry['kind']];

export function shows(entry: TraceEntry, sign: Sign): boolean {
  const fields: Readonly<Record<string, unknown>> = { ...entry };
  return Object.entries(sign).every(([name, wanted]) => {
    const value = fields[name];
    return wanted instanceof RegExp ? wanted.test(String(value ?? '')) : isDeepStrictEqual(value, wanted);
  });
}

/** What becomes of the bucket or message of the scene. */
export type Ending =
  /** No outcome, no rule. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'outcome'; readonly verdict: Verdict; readonly reasonCode: string }
  /** A message in a dead-letter queue, with an attribute that tells why. */
  | {
      readonly kind: 'dead letter';
      readonly queueArn: string;
      readonly attribute: 'reasonCode' | 'ERROR_CODE';
      readonly value: string;
    }
  /** The bucket has its rule all the same. */
  | { readonly kind: 'rule' };

/** One fault in a template that deploys, and where the chain breaks for it. */
export interface Breakage {
  readonly name: string;
  readonly change: (templates: Templates) => unknown;
  /** @default 'new bucket' */
  readonly scene?: SceneName;
  /** All of them turn up in the trace; the first one never does when nothing is broken. */
  readonly signs: readonly [Sign, ...Sign[]];
  /** @default nothing */
  readonly ending?: Ending;
}

export function givenUp(value: string): Ending {
  return { kind: 'dead letter', queueArn: DEAD_LETTERS, attribute: 'reasonCode', value };
}

export function undelivered(value: string): Ending {
  return { kind: 'dead letter', queueArn: UNDELIVERED, attribute: 'ERROR_CODE', value };
}
