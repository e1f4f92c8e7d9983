import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { SweepMessage } from '../core/sweep/messages';
import type { SweepAnswer } from '../core/sweep/sweep-services';

/** What the function said, or that it did not do as asked, in its own words. */
export type HubAnswer =
  | { readonly kind: 'answered'; readonly answer: SweepAnswer }
  | { readonly kind: 'refused'; readonly code: string; readonly text: string };

/** `start-sweep`, called directly by people. */
export class HubFunction {
  readonly #lambda: LambdaClient;
  readonly #name: string;

  constructor(lambda: LambdaClient, name: string) {
    this.#lambda = lambda;
    this.#name = name;
  }

  /** Sends one message and waits for its answer. Throws what the SDK throws when the function was not reached. */
  async ask(message: SweepMessage): Promise<HubAnswer> {
    const { Payload, FunctionError } = await this.#lambda.send(
      new InvokeCommand({
        FunctionName: this.#name,
        InvocationType: 'RequestResponse',
        Payload: Buffer.from(JSON.stringify(message)),
      }),
    );
    const text = Buffer.from(Payload ?? []).toString();
    if (FunctionError !== undefined) return { kind: 'refused', code: FunctionError, text: wordsOf(text) };
    return answerOf(text);
  }
}

function answerOf(text: string): HubAnswer {
  const value = parse(text);
  if (typeof value === 'object' && value !== null) {
    if ('error' in value) {
      const { code, text: words } = value.error as { readonly code?: unknown; readonly text?: unknown };
      return { kind: 'refused', code: String(code), text: String(words) };
    }
    if ('kind' in value && typeof value.kind === 'string') return { kind: 'answered', answer: value as SweepAnswer };
  }
  return { kind: 'refused', code: 'no-answer', text: `it said ${text.slice(0, 200)}, which is none of its answers` };
}

/** What a function threw, as Lambda tells it: `{"errorType": …, "errorMessage": …}`. */
function wordsOf(text: string): string {
  const value = parse(text);
  const words =
    typeof value === 'object' && value !== null && 'errorMessage' in value ? String(value.errorMessage) : text;
  return words.slice(0, 1_000);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
