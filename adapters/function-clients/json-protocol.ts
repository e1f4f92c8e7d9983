import { unreadable } from '../wire/answer-xml';
import { AwsAnswerError } from '../wire/aws-answer-error';
import type { Answer } from '../wire/aws-caller';
import { isJsonAnswer } from '../wire/whole-answer';
import type { Protocol } from './service-client';

export interface JsonProtocolProps {
  readonly version: '1.0' | '1.1';
  /** First part of `X-Amz-Target`. */
  readonly target: string;
  /** Members of that name whose value is a text are bytes: DynamoDB's `B`. @default none */
  readonly bytesMember?: string;
  /** Whether operations without output answer with an empty body. @default every answer is a JSON object */
  readonly mayBeEmpty?: boolean;
}

/** AWS JSON. Bytes travel in base64; timestamps stay the numbers that they are, for none of our functions reads one. Source: Smithy, "AWS JSON 1.0 protocol". */
export function jsonProtocol({ version, target, bytesMember, mayBeEmpty = false }: JsonProtocolProps): Protocol {
  return {
    message: ({ operation, input }) => ({
      headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${target}.${operation}` },
      body: JSON.stringify(input, bytesAsText),
    }),
    check: ({ response, body }) => {
      if (response.statusCode >= 300) throw jsonError({ response, body });
      if (mayBeEmpty && body.length === 0) return;
      if (!isJsonAnswer(body.toString())) throw unreadable(body.toString().slice(0, 200) || 'it is empty');
    },
    output: (_, { body }) => {
      const text = body.toString();
      if (text === '') return {};
      const isPlain = bytesMember === undefined || !text.includes(`"${bytesMember}":"`);
      return recordOf(
        JSON.parse(
          text,
          isPlain
            ? undefined
            : (name, value) => (name === bytesMember && typeof value === 'string' ? bytesOf(value) : value),
        ),
      );
    },
  };
}

function jsonError({ response, body }: Answer): AwsAnswerError {
  let members: Readonly<Record<string, unknown>> = {};
  try {
    members = recordOf(JSON.parse(body.toString()));
  } catch {
    // what is no JSON has its status to say what it is
  }
  const code = response.headers['x-amzn-errortype'] ?? textOf(members['code']) ?? textOf(members['__type']);
  const message = textOf(members['message']) ?? textOf(members['Message']);
  // `com.amazonaws.x#Code:http://…`
  return new AwsAnswerError(response, { code: code?.split(':')[0]?.replace(/^.*#/, ''), message });
}

/** `this` has the value as it was before a `toJSON` of its own. */
function bytesAsText(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  const bytes = this[name];
  return bytes instanceof Uint8Array
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
    : value;
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw unreadable('it is no JSON object');
  return value as Readonly<Record<string, unknown>>;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
