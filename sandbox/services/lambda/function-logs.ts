import { AwsError } from '../../aws-error';
import type { Clock } from '../../clock';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import { type LogGroups, logGroupArn } from '../logs/log-groups';
import type { ExecutionRole } from './execution-role';
import type { FunctionConfiguration } from './function-configuration';

/** Carries a function's output to its log group with the rights of its role; without them the output is lost, as in AWS. */
export class FunctionLogs {
  readonly #configuration: FunctionConfiguration;
  readonly #role: ExecutionRole;
  readonly #authorizer: Authorizer;
  readonly #logGroups: LogGroups;
  readonly #trace: Trace;
  readonly #clock: Clock;
  readonly #openStreams = new Set<string>();
  readonly #recordedDenials = new Set<string>();

  constructor(options: {
    configuration: FunctionConfiguration;
    role: ExecutionRole;
    authorizer: Authorizer;
    logGroups: LogGroups;
    trace: Trace;
    clock: Clock;
  }) {
    this.#configuration = options.configuration;
    this.#role = options.role;
    this.#authorizer = options.authorizer;
    this.#logGroups = options.logGroups;
    this.#trace = options.trace;
    this.#clock = options.clock;
  }

  /** Never throws for what AWS refuses: the line is lost then. */
  write(stream: string, line: string): void {
    try {
      this.#write(stream, line);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
  }

  #write(stream: string, line: string): void {
    const { account, region, name } = this.#configuration;
    const group = { account, region, name: this.#configuration.logging.group };
    const arn = logGroupArn(group);
    // IAM sees a log stream even where the call names none. Source: the denials that CloudWatch Logs answers.
    if (!this.#logGroups.exists(group)) {
      if (!this.#may('logs:CreateLogGroup', `${arn}:log-stream:`)) return;
      this.#logGroups.create(group);
    }
    if (!this.#openStreams.has(stream)) {
      if (!this.#may('logs:CreateLogStream', `${arn}:log-stream:`)) return;
      this.#openStreams.add(stream);
    }
    if (!this.#may('logs:PutLogEvents', `${arn}:log-stream:${stream}`)) return;
    this.#logGroups.put(group, { stream, timestamp: this.#clock.now(), message: line });
    this.#trace.record({ kind: 'log', account, functionName: name, line });
  }

  #may(action: string, resource: string): boolean {
    const { account, region } = this.#configuration;
    const request = { caller: this.#role.session().caller, action, resource, resourceAccount: account, region };
    if (this.#authorizer.decide(request).allowed) return true;
    if (!this.#recordedDenials.has(action)) {
      this.#recordedDenials.add(action);
      try {
        this.#authorizer.authorize(request);
      } catch {
        // Recorded in the trace by the authorizer; nobody is told in AWS either.
      }
    }
    return false;
  }
}
