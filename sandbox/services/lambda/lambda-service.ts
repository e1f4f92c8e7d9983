import { randomUUID } from 'node:crypto';
import { parseArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import type { Clock } from '../../clock';
import type { Caller } from '../../identity/caller';
import type { RoleSessions } from '../../identity/role-sessions';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import type { Call, WireResponse, WireService } from '../../wire/message';
import { recordCall } from '../../wire/record-call';
import type { DeadLetterQueues, TargetInvoker } from '../events/event';
import { LogGroups } from '../logs/log-groups';
import type { Queues } from '../sqs/queues';
import { AsynchronousInvocations } from './asynchronous-invocations';
import { ExecutionRole } from './execution-role';
import type { FunctionConfiguration } from './function-configuration';
import { FunctionLogs } from './function-logs';
import { FunctionRegistry, functionArnOf } from './function-registry';
import { type InvokeRequest, readInvokeRequest, renderLambdaError } from './invoke-request';
import { type FunctionParts, LambdaFunction } from './lambda-function';
import { type MappingConfiguration, QueuePoller } from './queue-poller';
import { createTaskFolder, type FunctionCode } from './task-folder';

export interface LambdaOptions {
  readonly authorizer: Authorizer;
  readonly roleSessions: RoleSessions;
  readonly queues: Queues;
  readonly trace: Trace;
  readonly clock: Clock;
  /** Address of the local AWS, for the functions' `AWS_ENDPOINT_URL`. */
  readonly endpoint: () => string;
  /** @default groups of its own, in `logGroups` */
  readonly logGroups?: LogGroups;
  /** Takes what a function's DeadLetterConfig is for; without it such a function is refused. */
  readonly deadLetters?: DeadLetterQueues;
  /** Most processes of one function at a time; what is more waits. @default 4 */
  readonly processesPerFunction?: number;
  /** Milliseconds before each further try of an asynchronous invocation. @default [500, 1000] */
  readonly asynchronousPauses?: readonly number[];
}

const QUEUE_ACTIONS = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** Functions of all accounts, run as AWS Lambda runs them; the code is the real bundle, in processes of its own. */
export class LambdaService implements TargetInvoker, WireService {
  readonly service = 'lambda';
  readonly signingNames = ['lambda'];
  readonly functions = new FunctionRegistry();
  readonly logGroups: LogGroups;
  readonly #options: LambdaOptions;
  readonly #asynchronous: AsynchronousInvocations;
  readonly #mappings = new Map<string, { functionArn: string; queueArn: string; poller: QueuePoller }>();

  constructor(options: LambdaOptions) {
    this.#options = options;
    this.logGroups = options.logGroups ?? new LogGroups();
    this.#asynchronous = new AsynchronousInvocations({
      clock: options.clock,
      deadLetters: options.deadLetters,
      pauses: options.asynchronousPauses ?? [500, 1000],
    });
  }

  /** Asynchronous, as EventBridge invokes. Throws AwsError when it may not, or when there is no such function. */
  async invoke(caller: Caller, targetArn: string, payload: string): Promise<void> {
    const target = parseArn(targetArn);
    const arn = functionArnOf(targetArn, target?.account ?? '', target?.region ?? '');
    this.#asynchronous.add(this.#authorized(caller, arn), payload);
  }

  async handle(call: Call): Promise<WireResponse> {
    const request = readInvokeRequest(call);
    const { caller, region } = call;
    const record = { action: 'lambda:InvokeFunction', caller, region, resource: request.functionArn };
    return recordCall(this.#options.trace, record, () => this.#answer(call, request));
  }

  async #answer(call: Call, { functionArn, type, payload }: InvokeRequest): Promise<WireResponse> {
    const lambda = this.#authorized(call.caller, functionArn);
    if (type === 'DryRun') return { status: 204 };
    if (type === 'Event') {
      this.#asynchronous.add(lambda, payload);
      return { status: 202 };
    }
    const result = await lambda.run(payload, 'refuse');
    const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
    if (result.ok) return { status: 200, headers, body: result.payload };
    return {
      status: 200,
      headers: { ...headers, 'x-amz-function-error': 'Unhandled' },
      body: JSON.stringify(result.error),
    };
  }

  renderError(error: Parameters<WireService['renderError']>[0], requestId: string): WireResponse {
    return renderLambdaError(error, requestId);
  }

  /**
   * Throws AwsError InvalidParameterValueException when the role cannot be assumed by Lambda or lacks what dead letters or
   * active tracing need, ResourceConflictException when the name is taken.
   */
  createFunction(request: {
    readonly configuration: FunctionConfiguration;
    readonly code: FunctionCode;
    readonly tracing: boolean;
  }): { readonly arn: string } {
    const { trace, clock, endpoint, processesPerFunction } = this.#options;
    const { configuration } = request;
    this.functions.checkFree(configuration.arn, configuration.name);
    const parts = this.#partsOf(request);
    const processes = processesPerFunction ?? 4;
    this.functions.add(new LambdaFunction({ ...parts, trace, clock, endpoint, processes }));
    return { arn: configuration.arn };
  }

  /**
   * As UpdateFunctionCode and UpdateFunctionConfiguration: what runs, ends as it began; what comes then runs as it is asked for now. Throws
   * AwsError ResourceNotFoundException where there is no such function, and like createFunction: then it is as it was.
   */
  updateFunction(request: Parameters<LambdaService['createFunction']>[0]): void {
    this.functions.get(request.configuration.arn).become(this.#partsOf(request));
  }

  #partsOf(request: Parameters<LambdaService['createFunction']>[0]): FunctionParts {
    const { authorizer, roleSessions, trace, clock, deadLetters } = this.#options;
    const { configuration } = request;
    const role = new ExecutionRole({ configuration, roleSessions, clock });
    try {
      role.session();
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw invalid('The role defined for the function cannot be assumed by Lambda.');
    }
    const { deadLetterArn } = configuration;
    if (deadLetterArn !== undefined) {
      if (deadLetters === undefined) throw new NotModelledError('DeadLetterConfig without queues for dead letters');
      this.#checkRole(role, configuration, 'sqs:SendMessage', deadLetterArn);
    }
    if (request.tracing) this.#checkRole(role, configuration, 'xray:PutTraceSegments', '*');
    const logs = new FunctionLogs({ configuration, role, authorizer, logGroups: this.logGroups, trace, clock });
    return { configuration, role, logs, folder: createTaskFolder(request.code) };
  }

  async deleteFunction(arn: string): Promise<void> {
    const lambda = this.functions.find(arn);
    this.functions.remove(arn);
    await lambda?.stop();
  }

  /**
   * Returns the mapping's UUID. Throws AwsError InvalidParameterValueException when the queue does not exist, when the role may
   * not use it or when messages would come back while the function still runs; ResourceConflictException for a second mapping.
   */
  createMapping(request: {
    readonly functionArn: string;
    readonly mapping: MappingConfiguration;
    readonly enabled: boolean;
  }): string {
    const { functionArn, mapping } = request;
    const { queues, clock } = this.#options;
    const lambda = this.functions.get(functionArn);
    this.#checkMapping(lambda, mapping);
    const id = randomUUID();
    const poller = new QueuePoller({ lambda, mapping, queues, clock });
    this.#mappings.set(id, { functionArn, queueArn: mapping.queueArn, poller });
    if (request.enabled) poller.start();
    return id;
  }

  /** As UpdateEventSourceMapping, but for turning it on and off. Throws like createMapping: then it is as it was. */
  updateMapping(id: string, request: Omit<Parameters<LambdaService['createMapping']>[0], 'enabled'>): void {
    const known = this.#mappings.get(id);
    if (known === undefined)
      throw new AwsError('ResourceNotFoundException', `There is no event source mapping ${id}`, 404);
    const lambda = this.functions.get(request.functionArn);
    this.#checkMapping(lambda, request.mapping, id);
    known.functionArn = request.functionArn;
    known.poller.become(lambda, request.mapping);
  }

  deleteMapping(id: string): void {
    this.#mappings.get(id)?.poller.stop();
    this.#mappings.delete(id);
  }

  /** Ends polling and every process; resolves when they are gone. */
  async stop(): Promise<void> {
    for (const id of [...this.#mappings.keys()]) this.deleteMapping(id);
    await Promise.all(this.functions.all().map((lambda) => lambda.stop()));
  }

  /** `own`: the mapping itself, where it is there already. */
  #checkMapping(lambda: LambdaFunction, { queueArn }: MappingConfiguration, own?: string): void {
    const { configuration, role } = lambda;
    if (parseArn(queueArn)?.region !== configuration.region) {
      throw invalid(`Invalid request provided: the queue ${queueArn} is in another Region than the function.`);
    }
    for (const action of QUEUE_ACTIONS) this.#checkRole(role, configuration, `sqs:${action}`, queueArn);
    const visibility = this.#visibilityTimeout(queueArn);
    if (visibility < configuration.timeoutSeconds) {
      throw invalid(
        `Invalid request provided: Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${configuration.timeoutSeconds} seconds`,
      );
    }
    for (const [id, other] of this.#mappings) {
      if (id === own) continue;
      if (other.functionArn === configuration.arn && other.queueArn === queueArn) {
        const message = `An event source mapping with SQS arn (" ${queueArn} ") and function (" ${configuration.name} ") already exists.`;
        throw new AwsError('ResourceConflictException', message, 409);
      }
    }
  }

  #visibilityTimeout(queueArn: string): number {
    try {
      return this.#options.queues.visibilityTimeout(queueArn);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw invalid(
        `Error occurred while ReceiveMessage. SQS Error Code: ${error.code}. SQS Error Message: ${error.message}`,
      );
    }
  }

  #checkRole(role: ExecutionRole, configuration: FunctionConfiguration, action: string, resource: string): void {
    const request = {
      caller: role.session().caller,
      action,
      resource,
      resourceAccount: parseArn(resource)?.account ?? configuration.account,
      region: configuration.region,
    };
    if (this.#options.authorizer.decide(request).allowed) return;
    try {
      this.#options.authorizer.authorize(request);
    } catch {
      // Recorded in the trace; the answer is Lambda's own.
    }
    const [service = '', operation = ''] = action.split(':');
    throw invalid(
      `The provided execution role does not have permissions to call ${operation} on ${service.toUpperCase()}`,
    );
  }

  #authorized(caller: Caller, functionArn: string): LambdaFunction {
    const target = parseArn(functionArn);
    const statements = [...(this.functions.find(functionArn)?.policy.values() ?? [])];
    this.#options.authorizer.authorize({
      caller,
      action: 'lambda:InvokeFunction',
      resource: functionArn,
      resourceAccount: target?.account ?? '',
      region: target?.region ?? '',
      ...(statements.length === 0
        ? {}
        : {
            resourcePolicy: { Version: '2012-10-17', Statement: statements },
            resourcePolicyKind: 'resource-based policy',
          }),
    });
    return this.functions.get(functionArn);
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
