import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { readCall, unavailable, type WireAnswer } from './dialects';

/** How a service is down. */
export type Outage = 'unavailable' | 'reset';

/** All of AWS on the loopback interface: services that are down, and STS, which gives sessions as long as it is up. Counts what it is asked. */
export class BrokenAws {
  readonly #server: Server;
  readonly #asked = new Map<string, number>();
  /** What services that are up say; by default nobody is asked for anything but sessions. */
  answer: ((operation: string) => WireAnswer) | undefined;
  /** Whether a service is down, and how. */
  isDown: (service: string) => Outage | undefined = () => undefined;

  constructor() {
    this.#server = createServer((incoming, outgoing) => {
      void this.#answerTo(incoming).then((answer) => {
        if (answer === 'reset') return incoming.socket.resetAndDestroy();
        outgoing.writeHead(answer.status, answer.headers);
        return outgoing.end(answer.body);
      });
    });
  }

  /** Its URL, once it listens. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** How often an operation (`SERVICE OPERATION`, as of readCall) was asked for. */
  asked(operation: string): number {
    return this.#asked.get(operation) ?? 0;
  }

  async #answerTo(incoming: IncomingMessage): Promise<WireAnswer | 'reset'> {
    const body = await buffer(incoming);
    const { method = '', url = '', headers } = incoming;
    const call = readCall({ method, url, headers, body: body.toString() });
    const operation = `${call.service} ${call.operation}`;
    this.#asked.set(operation, this.asked(operation) + 1);
    const outage = this.isDown(call.service);
    if (outage === 'reset') return 'reset';
    if (outage === 'unavailable') return unavailable(call);
    if (operation === 'sts AssumeRole') return SESSION;
    if (this.answer === undefined) throw new Error(`nobody should ask for ${operation}`);
    return this.answer(operation);
  }
}

const SESSION: WireAnswer = {
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult><ResponseMetadata><RequestId>0A</RequestId></ResponseMetadata></AssumeRoleResponse>`,
};
