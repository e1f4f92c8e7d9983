import {
  createServer,
  request as forward,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { readCall, type WireAnswer, type WireCall } from './dialects';

/** What the endpoint behind the proxy said. */
interface Passed {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What becomes of one call. */
export type Fault =
  /** The endpoint is not asked. */
  | { readonly kind: 'answer'; readonly answer: (call: WireCall) => WireAnswer }
  | { readonly kind: 'reset' }
  /** No answer as long as the caller waits. */
  | { readonly kind: 'silence' }
  /** The endpoint does what it is asked, and its answer breaks off with the connection. */
  | { readonly kind: 'reset-in-answer' }
  /** The endpoint does what it is asked, and the body is another one. */
  | { readonly kind: 'other-body'; readonly body: (body: Buffer) => Buffer };

/** An HTTP proxy on the loopback interface, in front of an endpoint of AWS's protocols. Calls that no fault is for pass unchanged. */
export class FaultProxy {
  readonly #upstream: URL;
  readonly #server: Server;
  readonly #faults = new Map<string, { readonly fault: Fault; left: number }>();
  readonly #hits = new Map<string, number>();

  constructor(upstream: string) {
    this.#upstream = new URL(upstream);
    this.#server = createServer((incoming, outgoing) => {
      this.#handle(incoming, incoming.socket).then(
        (answer) => {
          if (answer === undefined || outgoing.destroyed) return;
          outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
          outgoing.end(answer.body);
        },
        () => incoming.socket.destroy(),
      );
    });
  }

  /** Its port, once it listens. */
  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on `operation` (`SERVICE OPERATION`, as of readCall) meets the fault, so often at most; undefined ends that. */
  set(operation: string, fault: Fault | undefined, times = Number.POSITIVE_INFINITY): void {
    if (fault === undefined) this.#faults.delete(operation);
    else this.#faults.set(operation, { fault, left: times });
  }

  /** How often a fault met this operation. */
  hits(operation: string): number {
    return this.#hits.get(operation) ?? 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(incoming: IncomingMessage, socket: Socket): Promise<Passed | undefined> {
    const body = await buffer(incoming);
    const { method = '', url = '', headers } = incoming;
    const call = readCall({ method, url, headers, body: body.toString() });
    const key = `${call.service} ${call.operation}`;
    const met = this.#faults.get(key);
    if (met === undefined || met.left < 1) return this.#pass(incoming, body);
    met.left -= 1;
    const { fault } = met;
    this.#hits.set(key, this.hits(key) + 1);
    switch (fault.kind) {
      case 'answer': {
        const answer = fault.answer(call);
        return { ...answer, body: Buffer.from(answer.body) };
      }
      case 'reset':
        socket.resetAndDestroy();
        return undefined;
      case 'silence':
        return undefined;
      case 'reset-in-answer': {
        const passed = await this.#pass(incoming, body);
        const half = passed.body.subarray(0, Math.floor(passed.body.length / 2));
        const length = Math.max(1, passed.body.length);
        const type = passed.headers['content-type'] ?? 'application/xml';
        const head = `HTTP/1.1 ${passed.status} OK\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n`;
        socket.write(Buffer.concat([Buffer.from(head), half]), () => socket.destroy());
        return undefined;
      }
      case 'other-body': {
        const passed = await this.#pass(incoming, body);
        return { ...passed, status: 200, body: fault.body(passed.body) };
      }
    }
  }

  /** The Host stays, since it is signed. */
  #pass({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Passed> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#upstream;
      const onward = forward({ hostname, port, method, path: url, headers }, (answer) => {
        const { statusCode: status = 0, headers: answered } = answer;
        const { 'transfer-encoding': _, connection: __, ...kept } = answered;
        buffer(answer).then((content) => resolve({ status, headers: kept, body: content }), reject);
      });
      onward.on('error', reject);
      onward.end(body);
    });
  }
}
