import { isAnswerElement, isJsonAnswer, UnreadableAnswer } from './wire/whole-answer';

/**
 * Answers of success that are none: an empty body, an error with status 200, a page of somebody on the way. The SDK's readers make an object
 * without members of them, which would pass for "there is nothing".
 */

/** A client or a command of the SDK; one without a stack reads answers by a protocol that refuses them itself (`function-clients/`). */
interface Sending {
  readonly middlewareStack?: { add(middleware: never, options: never): void };
}

type Next = (args: object) => Promise<{ readonly response: unknown }>;

interface WireResponse {
  readonly statusCode: number;
  body: unknown;
}

/** Makes calls whose answer is always a JSON document throw UnreadableAnswer for anything else. Gives what it was given. */
export function jsonAnswersOnly<Sender extends Sending>(sender: Sender): Sender {
  return answersOnly(sender, isJsonAnswer);
}

/** The same for XML, whose root is a `…Result` or a `…Response` and no error. */
export function xmlAnswersOnly<Sender extends Sending>(sender: Sender): Sender {
  return answersOnly(sender, (text) => {
    const root = /^(?:<\?[^>]*\?>\s*)?<([A-Za-z]+)[\s>/]/.exec(text)?.[1] ?? '';
    return isAnswerElement(root);
  });
}

function answersOnly<Sender extends Sending>(sender: Sender, isWhole: (text: string) => boolean): Sender {
  const middleware = (next: Next): Next => {
    return async (args) => {
      const result = await next(args);
      const response = result.response as WireResponse;
      if (response.statusCode >= 200 && response.statusCode < 300) {
        const bytes = await bytesOf(response.body);
        const text = bytes.toString();
        if (!isWhole(text.trimStart())) throw new UnreadableAnswer(`an answer of success says ${inShort(text)}`);
        response.body = new Uint8Array(bytes);
      }
      return result;
    };
  };
  // closest to the wire, and once, however often it is asked for
  const options = { step: 'deserialize', priority: 'low', name: 'wholeAnswersOnly', override: true };
  sender.middlewareStack?.add(middleware as never, options as never);
  return sender;
}

async function bytesOf(body: unknown): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function inShort(text: string): string {
  return text === '' ? 'nothing' : text.slice(0, 200);
}
