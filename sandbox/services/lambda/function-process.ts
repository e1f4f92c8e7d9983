import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** An error as Lambda gives it to the invoker. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** `payload` is JSON. */
export type InvocationResult =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly error: FunctionError };

export interface Invocation {
  readonly requestId: string;
  readonly functionArn: string;
  /** JSON. */
  readonly payload: string;
  readonly timeoutSeconds: number;
}

type Message =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-error'; readonly error: FunctionError }
  | {
      readonly kind: 'result';
      readonly requestId: string;
      readonly payload?: string;
      readonly error?: FunctionError;
      /** The process ends after this answer. */
      readonly final?: boolean;
    };

/** Time for loading the code, on top of the function's own. Source: "Lambda execution environment lifecycle" (Init phase). */
const INIT_SECONDS = 10;

/** One execution environment: a Node.js process that handles one invocation at a time and is used again. */
export class FunctionProcess {
  readonly #child: ChildProcess;
  readonly #onLine: (line: string) => void;
  readonly #closed: Promise<number | null>;
  readonly #loaded: Promise<FunctionError | undefined>;
  #onResult: ((result: InvocationResult) => void) | undefined;
  #openMarkers = 0;
  #result: InvocationResult | undefined;
  #alive = true;

  constructor(options: {
    readonly environment: Readonly<Record<string, string>>;
    readonly onLine: (line: string) => void;
    readonly onEnd: () => void;
  }) {
    this.#onLine = options.onLine;
    this.#child = fork(join(__dirname, 'bootstrap.mjs'), [], {
      env: { ...options.environment },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#closed = new Promise((resolve) => {
      this.#child.once('error', () => resolve(null));
      this.#child.once('close', (code) => resolve(code));
    });
    void this.#closed.then(() => {
      this.#alive = false;
      options.onEnd();
    });
    this.#loaded = new Promise((resolve) => {
      this.#child.on('message', (message: Message) => {
        if (message.kind === 'ready') resolve(undefined);
        else if (message.kind === 'init-error') resolve(message.error);
        else this.#take(message);
      });
      void this.#closed.then((code) => resolve(exitError(code)));
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) eachLine(stream, (line) => this.#readLine(line));
    }
  }

  /** False once it has ended or is about to: it takes no more invocations. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Never rejects. After a time-out, a crash or code that does not load the process is gone. */
  async invoke(invocation: Invocation): Promise<InvocationResult> {
    const loading = await within(this.#loaded, (INIT_SECONDS + invocation.timeoutSeconds) * 1000);
    if (loading === 'late') return this.#timedOut(invocation);
    if (loading !== undefined) {
      await this.kill();
      return { ok: false, error: loading };
    }
    const milliseconds = invocation.timeoutSeconds * 1000;
    const answer = new Promise<InvocationResult>((resolve) => {
      this.#onResult = resolve;
    });
    this.#result = undefined;
    this.#openMarkers = 2;
    this.#child.send(
      {
        requestId: invocation.requestId,
        functionArn: invocation.functionArn,
        payload: invocation.payload,
        deadline: Date.now() + milliseconds,
      },
      // A process that is just going down; its end is seen below.
      () => {},
    );
    const crash = this.#closed.then((code): InvocationResult => {
      if (this.#result !== undefined) return this.#result;
      const { errorType, errorMessage } = exitError(code);
      return { ok: false, error: { errorType, errorMessage: `RequestId: ${invocation.requestId} ${errorMessage}` } };
    });
    const result = await within(Promise.race([answer, crash]), milliseconds);
    this.#onResult = undefined;
    return result === 'late' ? this.#timedOut(invocation) : result;
  }

  /** Resolves when the process is gone and its output read. */
  async kill(): Promise<void> {
    this.#alive = false;
    this.#child.kill('SIGKILL');
    await this.#closed;
  }

  async #timedOut({ requestId, timeoutSeconds }: Invocation): Promise<InvocationResult> {
    await this.kill();
    const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
    return { ok: false, error: { errorType: 'Sandbox.Timedout', errorMessage } };
  }

  #take(message: Extract<Message, { kind: 'result' }>): void {
    this.#result =
      message.error === undefined
        ? { ok: true, payload: message.payload ?? 'null' }
        : { ok: false, error: message.error };
    // The end of the process brings the answer then.
    if (message.final === true) this.#alive = false;
    else this.#answerWhenRead();
  }

  #readLine(line: string): void {
    const marker = line.indexOf('\u0000end ');
    const text = marker === -1 ? line : line.slice(0, marker);
    if (marker === -1 || text !== '') this.#onLine(text);
    if (marker === -1) return;
    this.#openMarkers -= 1;
    this.#answerWhenRead();
  }

  /** The answer waits for the output that came before it. */
  #answerWhenRead(): void {
    if (this.#alive && this.#result !== undefined && this.#openMarkers <= 0) this.#onResult?.(this.#result);
  }
}

/** Lines end with `\n` alone: the runtime writes `\r` for line breaks inside an entry. */
function eachLine(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}

function exitError(code: number | null): FunctionError {
  const errorMessage =
    code === 0
      ? 'Error: Runtime exited without providing a reason'
      : `Error: Runtime exited with error: ${code === null ? 'signal: killed' : `exit status ${code}`}`;
  return { errorType: 'Runtime.ExitError', errorMessage };
}

function within<Value>(promise: Promise<Value>, milliseconds: number): Promise<Value | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
