import type { Caller } from '../../identity/caller';

export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

/** A function as it was created; it never changes. */
export interface FunctionConfiguration {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly roleArn: string;
  /** `nodejs…`; the code runs in the Node.js of the organization's own process, whatever the version says. */
  readonly runtime: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly reservedConcurrency: number | undefined;
  /** Queue for asynchronous invocations that failed for good. */
  readonly deadLetterArn: string | undefined;
  readonly logging: {
    readonly format: 'Text' | 'JSON';
    readonly group: string;
    /** With format JSON only; below it nothing that goes through `console` is written. */
    readonly applicationLevel: LogLevel;
  };
}

/** Lambda as it takes on a function's role. */
export function lambdaPrincipal(configuration: { readonly account: string; readonly arn: string }): Caller {
  return {
    kind: 'service',
    principal: 'lambda.amazonaws.com',
    sourceAccount: configuration.account,
    sourceArn: configuration.arn,
  };
}
