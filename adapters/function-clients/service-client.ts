import type { StandardRetryStrategy } from '@smithy/core/retry';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { defaultProvider } from '../lambda-credentials';
import { RetryQuotas } from '../retry-quotas';
import { type Answer, AwsCaller, type Connections, type Credentials } from '../wire/aws-caller';
import type { Endpoint } from '../wire/endpoint';
import { endpointsOfEnvironment } from '../wire/endpoint-settings';
import { type RegionalService, serviceEndpoint } from '../wire/service-endpoint';

/** The part of the SDK's client configuration that our functions use. */
export interface ServiceClientConfig {
  readonly region: string;
  /** @default those in the environment, as Lambda puts them there */
  readonly credentials?: Credentials;
  readonly endpoint?: string;
  readonly requestHandler?: Connections;
  /** @default 3 */
  readonly maxAttempts?: number;
  /** @default one of its own, for as many tries as `maxAttempts` says */
  readonly retryStrategy?: StandardRetryStrategy;
}

/** A command of one operation: what is asked, under the operation's name. */
export interface ServiceCommand {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Class of the command of `operation`, constructed as the SDK's is. */
export function commandOf(operation: string): new (input: ServiceCommand['input']) => ServiceCommand {
  return class implements ServiceCommand {
    readonly operation = operation;
    readonly input: ServiceCommand['input'];

    constructor(input: ServiceCommand['input']) {
      this.input = input;
    }
  };
}

export interface SentMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a protocol says what is asked, and reads what comes back. */
export interface Protocol {
  readonly message: (command: ServiceCommand) => SentMessage;
  /** Throws for an answer that is an error. */
  readonly check: (answer: Answer) => void;
  readonly output: (command: ServiceCommand, answer: Answer) => Readonly<Record<string, unknown>>;
}

/** Stands in for a client of the SDK in the bundles of the functions: `send` takes its commands and answers with its members. */
export function serviceClient(service: RegionalService, protocol: Protocol) {
  return class {
    /** `requestHandler`: its connections, for others to share. */
    readonly config: { readonly requestHandler: Connections };
    readonly #caller: AwsCaller;
    readonly #where: () => Endpoint;

    constructor({
      region,
      credentials = defaultProvider(),
      endpoint,
      requestHandler,
      maxAttempts = 3,
      retryStrategy,
    }: ServiceClientConfig) {
      const connections = NodeHttpHandler.create(requestHandler as NodeHttpHandlerOptions | undefined);
      this.config = { requestHandler: connections as Connections };
      this.#caller = new AwsCaller({
        credentials,
        retries: retryStrategy === undefined ? new RetryQuotas(maxAttempts) : { maxAttempts, of: () => retryStrategy },
        requestHandler: this.config.requestHandler,
        isPathSignedAsSent: false,
      });
      let known: Endpoint | undefined;
      this.#where = () => {
        const settings = endpointsOfEnvironment(process.env);
        known ??= serviceEndpoint(
          service,
          region,
          endpoint === undefined ? settings : { ...settings, url: () => endpoint },
        );
        return known;
      };
    }

    async send(command: ServiceCommand): Promise<Readonly<Record<string, unknown>>> {
      const call = { method: 'POST', endpoint: this.#where(), path: '/', ...protocol.message(command) } as const;
      const answer = await this.#caller.call(call, protocol.check);
      return protocol.output(command, answer);
    }
  };
}
