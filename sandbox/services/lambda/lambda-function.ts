import { randomBytes, randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error';
import type { Clock } from '../../clock';
import type { RoleSession } from '../../identity/role-sessions';
import type { PolicyStatement } from '../../policy/document';
import type { Trace } from '../../trace';
import type { ExecutionRole } from './execution-role';
import type { FunctionConfiguration } from './function-configuration';
import { functionEnvironment } from './function-environment';
import type { FunctionLogs } from './function-logs';
import { FunctionProcess, type InvocationResult } from './function-process';
import type { TaskFolder } from './task-folder';

interface Environment {
  readonly process: FunctionProcess;
  readonly session: RoleSession;
  /** As what it was started. */
  readonly parts: FunctionParts;
}

/** What a function is made of; an update brings others. */
export interface FunctionParts {
  readonly configuration: FunctionConfiguration;
  readonly folder: TaskFolder;
  readonly role: ExecutionRole;
  readonly logs: FunctionLogs;
}

/** One function: its code, its policy, and the processes in which it runs. */
export class LambdaFunction {
  /** By statement ID. */
  readonly policy = new Map<string, PolicyStatement>();
  readonly #processes: number;
  /** Folders of former code, in which something may still run. */
  readonly #former: TaskFolder[] = [];
  readonly #trace: Trace;
  readonly #clock: Clock;
  readonly #endpoint: () => string;
  readonly #all = new Set<FunctionProcess>();
  readonly #waiting: (() => void)[] = [];
  #parts: FunctionParts;
  #idle: Environment[] = [];
  #running = 0;
  #stopped = false;

  constructor(
    options: FunctionParts & { trace: Trace; clock: Clock; endpoint: () => string; readonly processes: number },
  ) {
    const { configuration, folder, role, logs } = options;
    this.#parts = { configuration, folder, role, logs };
    this.#processes = options.processes;
    this.#trace = options.trace;
    this.#clock = options.clock;
    this.#endpoint = options.endpoint;
  }

  get configuration(): FunctionConfiguration {
    return this.#parts.configuration;
  }

  get role(): ExecutionRole {
    return this.#parts.role;
  }

  /** The most invocations that run here at the same time: AWS's limit, or what the machine can carry. */
  get concurrency(): number {
    return Math.min(this.configuration.reservedConcurrency ?? this.#processes, this.#processes);
  }

  /** From now on it is started as these say; what runs, ends as it was started. */
  become(parts: FunctionParts): void {
    this.#former.push(this.#parts.folder);
    this.#parts = parts;
    for (const { process } of this.#idle.splice(0)) void process.kill();
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /**
   * Runs the handler with `payload` (JSON). `whenBusy` decides what the reserved concurrency does: `refuse` throws AwsError
   * TooManyRequestsException (429), `wait` waits. Throws AwsError when the role cannot be assumed any more.
   */
  async run(payload: string, whenBusy: 'refuse' | 'wait'): Promise<InvocationResult> {
    const reserved = this.configuration.reservedConcurrency;
    if (reserved === 0 || (whenBusy === 'refuse' && reserved !== undefined && this.#running >= reserved)) {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    }
    await this.#slot();
    try {
      const result = await this.#runOnce(payload);
      if (!this.#stopped) this.#recordInvocation(result);
      return result;
    } catch (error) {
      const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.#trace.record({ kind: 'invocation', functionArn: this.configuration.arn, error: text });
      throw error;
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Those in which invocations run, or may run next: for whoever wants to see what becomes of it when one is gone. */
  processes(): readonly FunctionProcess[] {
    return [...this.#all].filter(({ alive }) => alive);
  }

  /** Ends all processes and takes the code away. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all([...this.#all].map((process) => process.kill()));
    for (const folder of [...this.#former.splice(0), this.#parts.folder]) folder.remove();
  }

  async #slot(): Promise<void> {
    while (!this.#stopped && this.#running >= this.concurrency) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    this.#running += 1;
  }

  async #runOnce(payload: string): Promise<InvocationResult> {
    if (this.#stopped) throw new Error(`the function ${this.configuration.name} has been stopped`);
    const environment = this.#environment();
    const { arn, timeoutSeconds } = this.configuration;
    const result = await environment.process.invoke({
      requestId: randomUUID(),
      functionArn: arn,
      payload,
      timeoutSeconds,
    });
    if (environment.parts !== this.#parts) void environment.process.kill();
    else if (environment.process.alive && !this.#stopped) this.#idle.push(environment);
    return result;
  }

  #environment(): Environment {
    for (let warm = this.#idle.pop(); warm !== undefined; warm = this.#idle.pop()) {
      if (warm.process.alive && this.role.lasts(warm.session)) return warm;
      void warm.process.kill();
    }
    return this.#start();
  }

  #start(): Environment {
    const parts = this.#parts;
    const session = parts.role.session();
    const day = this.#clock.now().toISOString().slice(0, 10).replaceAll('-', '/');
    const logStream = `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
    const process = new FunctionProcess({
      environment: functionEnvironment({
        configuration: parts.configuration,
        credentials: session.credentials,
        endpoint: this.#endpoint(),
        taskRoot: parts.folder.root,
        home: parts.folder.home,
        logStream,
      }),
      onLine: (line) => {
        if (!this.#stopped) parts.logs.write(logStream, line);
      },
      onEnd: () => this.#all.delete(process),
    });
    this.#all.add(process);
    return { process, session, parts };
  }

  #recordInvocation(result: InvocationResult): void {
    const functionArn = this.configuration.arn;
    if (result.ok) this.#trace.record({ kind: 'invocation', functionArn });
    else {
      const error = `${result.error.errorType}: ${result.error.errorMessage}`;
      this.#trace.record({ kind: 'invocation', functionArn, error });
    }
  }
}
