import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArn } from '../../../sandbox/arn';
import { AwsError } from '../../../sandbox/aws-error';
import { Clock } from '../../../sandbox/clock';
import type { ResourceResult } from '../../../sandbox/cloudformation/resource-type';
import type { RoleSession, RoleSessions } from '../../../sandbox/identity/role-sessions';
import type { Authorizer } from '../../../sandbox/policy/authorizer';
import { lambdaResourceTypes } from '../../../sandbox/services/lambda/lambda-resources';
import { type LambdaOptions, LambdaService } from '../../../sandbox/services/lambda/lambda-service';
import type { Queues, ReceivedMessage } from '../../../sandbox/services/sqs/queues';
import { Trace, type TraceEntry } from '../../../sandbox/trace';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/worker`;
export const QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT}:inbox`;

/** A role that Lambda can take on, unless its name is `untrusting`. */
class FakeRoleSessions implements RoleSessions {
  assume({ roleArn, sessionName }: Parameters<RoleSessions['assume']>[0]): RoleSession {
    const roleName = parseArn(roleArn)?.resource.split('/').pop() ?? '';
    if (roleName === 'untrusting') throw new AwsError('AccessDenied', 'not authorized to perform: sts:AssumeRole', 403);
    const expiration = new Date(Date.now() + 3_600_000);
    return {
      caller: {
        kind: 'assumed-role',
        accountId: ACCOUNT,
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${roleName}/${sessionName}`,
        userId: `AROAEXAMPLE:${sessionName}`,
        roleName,
        roleArn,
        sessionName,
        sessionPolicies: [],
        accessKeyId: 'ASIAEXAMPLE',
        issuedAt: new Date(),
        expiresAt: expiration,
      },
      credentials: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token', expiration },
    };
  }
}

/** Allows everything but the actions in `denied`. */
export class FakeAuthorizer implements Authorizer {
  readonly denied = new Set<string>();
  readonly requests: Parameters<Authorizer['authorize']>[0][] = [];
  readonly #trace: Trace;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  decide({ action }: Parameters<Authorizer['decide']>[0]): ReturnType<Authorizer['decide']> {
    if (!this.denied.has(action)) return { allowed: true };
    return { allowed: false, policyKind: 'identity-based policy', explicit: false };
  }

  authorize(request: Parameters<Authorizer['authorize']>[0]): void {
    this.requests.push(request);
    if (!this.denied.has(request.action)) return;
    const { action, resource } = request;
    this.#trace.record({
      kind: 'denied',
      action,
      caller: 'someone',
      resource,
      policyKind: 'identity-based policy',
      explicit: false,
    });
    throw new AwsError('AccessDenied', `not authorized to perform: ${action}`, 403);
  }
}

/** One queue in memory, whose messages stay away for good once they are received. */
export class FakeQueues implements Queues {
  readonly deleted: string[] = [];
  visibilitySeconds = 60;
  #messages: ReceivedMessage[] = [];
  #wake: () => void = () => {};

  send(...bodies: readonly string[]): void {
    for (const body of bodies) {
      this.#messages.push({
        messageId: `id-${body}`,
        receiptHandle: `handle-${body}`,
        body,
        md5OfBody: 'md5',
        attributes: { ApproximateReceiveCount: '1' },
        messageAttributes: { colour: { dataType: 'String', stringValue: 'red' } },
      });
    }
    this.#wake();
  }

  async receive(
    _caller: unknown,
    _queueArn: string,
    { max, signal }: { max: number; waitSeconds: number; signal?: AbortSignal },
  ): Promise<readonly ReceivedMessage[]> {
    while (this.#messages.length === 0 && signal?.aborted !== true) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    return signal?.aborted === true ? [] : this.#messages.splice(0, max);
  }

  delete(_caller: unknown, _queueArn: string, receiptHandle: string): void {
    this.deleted.push(receiptHandle.replace('handle-', ''));
  }

  changeVisibility(): void {}

  visibilityTimeout(): number {
    return this.visibilitySeconds;
  }
}

/** A Lambda service on fakes, and folders of code for it. */
export class LambdaStage {
  readonly trace = new Trace();
  readonly clock = new Clock();
  readonly queues = new FakeQueues();
  readonly authorizer = new FakeAuthorizer(this.trace);
  readonly lambda: LambdaService;
  readonly #folder = mkdtempSync(join(tmpdir(), 'lambda-stage-'));

  constructor(options: Partial<LambdaOptions> = {}) {
    this.lambda = new LambdaService({
      authorizer: this.authorizer,
      roleSessions: new FakeRoleSessions(),
      queues: this.queues,
      trace: this.trace,
      clock: this.clock,
      endpoint: () => 'http://127.0.0.1:4566',
      asynchronousPauses: [1, 1],
      ...options,
    });
  }

  async stop(): Promise<void> {
    this.clock.stop();
    await this.lambda.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Creates a resource as a deployment does: properties parsed by the type's schema. */
  async create(typeName: string, properties: Readonly<Record<string, unknown>>): Promise<ResourceResult> {
    const type = lambdaResourceTypes(this.lambda).find((candidate) => candidate.typeName === typeName);
    if (type === undefined) throw new Error(`no resource type ${typeName}`);
    return type.create({
      logicalId: 'Thing',
      properties: type.schema.parse(properties),
      stack: {
        account: ACCOUNT,
        region: REGION,
        partition: 'aws',
        stackName: 'stack',
        stackId: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/stack/1`,
      },
      assetPath: (bucket, key) => join(this.#folder, bucket, key),
    });
  }

  /** A function whose code is `files`, by path; returns its ARN. */
  async createFunction(
    files: Readonly<Record<string, string>>,
    properties: Readonly<Record<string, unknown>> = {},
  ): Promise<string> {
    const key = `asset-${this.lambda.functions.all().length}`;
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.#folder, 'bucket', key, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    const result = await this.create('AWS::Lambda::Function', {
      Code: { S3Bucket: 'bucket', S3Key: key },
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      Role: ROLE_ARN,
      Timeout: 20,
      ...properties,
    });
    return result.attributes['Arn'] ?? '';
  }

  /** Answer of the function; throws with its error. */
  async run(arn: string, event: unknown = {}): Promise<unknown> {
    const result = await this.lambda.functions.get(arn).run(JSON.stringify(event), 'refuse');
    if (!result.ok) throw new Error(`${result.error.errorType}: ${result.error.errorMessage}`);
    return JSON.parse(result.payload);
  }

  /** Resolves with the first entry, past or to come, that meets `condition`. */
  async seen(condition: (entry: TraceEntry) => boolean, count = 1): Promise<readonly TraceEntry[]> {
    for (;;) {
      const found = this.trace.entries().filter(condition);
      if (found.length >= count) return found;
      await new Promise<void>((resolve) => {
        const end = this.trace.listen(() => {
          end();
          resolve();
        });
      });
    }
  }

  logLines(): readonly string[] {
    return this.trace.entries().flatMap((entry) => (entry.kind === 'log' ? [entry.line] : []));
  }
}
