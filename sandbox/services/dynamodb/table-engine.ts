import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { AwsError } from '../../aws-error';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What dynalite looks for before it reads a body. The endpoint has verified the real signature by then. */
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=local',
  'x-amz-date': '20260101T000000Z',
};

/**
 * The tables of one account in one Region: a dynalite in memory of its own, so that names never meet. It is loaded at the first
 * call and handed its requests in process: no port is opened and nothing is left to close.
 */
export class TableEngine {
  #server: Promise<Server> | undefined;
  #writes: Promise<unknown> = Promise.resolve();

  /** The answer of one DynamoDB operation. Throws AwsError with DynamoDB's own code and message. */
  async call(operation: string, input: JsonObject): Promise<JsonObject> {
    this.#server ??= start();
    const { status, body } = await exchange(await this.#server, operation, input);
    const answer = (body === '' ? {} : JSON.parse(body)) as JsonObject;
    if (status === 200) return answer;
    const { __type: type = 'RequestEntityTooLarge', message = answer['Message'] } = answer;
    throw new AwsError(String(type).replace(/^.*#/, ''), String(message ?? ''), status);
  }

  /** Runs one write after the other: what `run` reads is what its own write has met. */
  serially<Result>(run: () => Promise<Result>): Promise<Result> {
    const result = this.#writes.then(run);
    this.#writes = result.catch(() => {});
    return result;
  }
}

async function start(): Promise<Server> {
  const { default: dynalite } = await import('dynalite');
  return dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
}

function exchange(
  server: Server,
  operation: string,
  input: JsonObject,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { ...HEADERS, 'x-amz-target': `DynamoDB_20120810.${operation}` };
    const request = Object.assign(new EventEmitter(), { method: 'POST', url: '/', headers });
    const response = {
      statusCode: 200,
      setHeader() {},
      end(body = '') {
        resolve({ status: response.statusCode, body });
      },
    };
    try {
      server.emit('request', request, response);
      request.emit('data', Buffer.from(JSON.stringify(input)));
      request.emit('end');
    } catch (error) {
      reject(error);
    }
  });
}
