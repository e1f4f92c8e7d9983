import { createServer } from 'node:http';
import type { Caller } from '../../../sandbox/identity/caller';
import type { Call } from '../../../sandbox/wire/message';
import { ACCOUNT, LambdaStage, REGION, ROLE_ARN } from './lambda-stage';

let stage: LambdaStage;
beforeEach(() => {
  stage = new LambdaStage();
});
afterEach(() => stage.stop());

const events: Caller = { kind: 'service', principal: 'events.amazonaws.com' };

function invokeCall(name: string, body: string, headers: Readonly<Record<string, string>> = {}): Call {
  const caller: Caller = {
    kind: 'root',
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:root`,
    userId: ACCOUNT,
    accessKeyId: 'AKIAEXAMPLE',
  };
  const request = {
    method: 'POST',
    rawPath: `/2015-03-31/functions/${name}/invocations`,
    query: new URLSearchParams(),
    rawQuery: '',
    headers,
    body: Buffer.from(body),
  };
  return { request, caller, region: REGION, requestId: 'request', sourceIp: '127.0.0.1' };
}

describe('a function', () => {
  it('runs as an ECMAScript module and is used again while warm', async () => {
    const arn = await stage.createFunction({
      'index.mjs':
        'let calls = 0; export const handler = async (event) => ({ calls: ++calls, pid: process.pid, event });',
    });
    const first = await stage.run(arn, { a: 1 });
    const second = await stage.run(arn, { a: 2 });
    expect(first).toEqual({ calls: 1, pid: expect.any(Number), event: { a: 1 } });
    expect(second).toEqual({ ...(first as object), calls: 2, event: { a: 2 } });
  });

  it('runs inline code as CommonJS', async () => {
    const { attributes, ref } = await stage.create('AWS::Lambda::Function', {
      Code: { ZipFile: "exports.handler = async () => require('node:path').join('a', 'b');" },
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      Role: ROLE_ARN,
      Timeout: '20',
    });
    expect(ref).toMatch(/^stack-Thing-\w{12}$/);
    expect(await stage.run(attributes['Arn'] ?? '')).toBe('a/b');
  });

  it('has the variables of AWS and its own, and nothing else', async () => {
    process.env['STRAY_VARIABLE'] = 'stray';
    const arn = await stage.createFunction(
      { 'index.mjs': 'export const handler = async () => process.env;' },
      { FunctionName: 'worker', Environment: { Variables: { TABLE: 'orders', LIMIT: 5 } } },
    );
    const environment = (await stage.run(arn)) as Record<string, string>;
    delete process.env['STRAY_VARIABLE'];
    expect(Object.keys(environment).sort()).toEqual(
      [
        'AWS_ACCESS_KEY_ID',
        'AWS_DEFAULT_REGION',
        'AWS_ENDPOINT_URL',
        'AWS_EXECUTION_ENV',
        'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
        'AWS_LAMBDA_FUNCTION_NAME',
        'AWS_LAMBDA_FUNCTION_VERSION',
        'AWS_LAMBDA_INITIALIZATION_TYPE',
        'AWS_LAMBDA_LOG_FORMAT',
        'AWS_LAMBDA_LOG_GROUP_NAME',
        'AWS_LAMBDA_LOG_STREAM_NAME',
        'AWS_REGION',
        'AWS_SECRET_ACCESS_KEY',
        'AWS_SESSION_TOKEN',
        'HOME',
        'LAMBDA_TASK_ROOT',
        'LANG',
        'LIMIT',
        'PATH',
        'TABLE',
        'TZ',
        '_HANDLER',
      ].sort(),
    );
    expect(environment).toMatchObject({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_REGION: REGION,
      AWS_SESSION_TOKEN: 'token',
      LIMIT: '5',
    });
  });

  it('finds the SDK of the runtime, and no other package', async () => {
    const arn = await stage.createFunction({
      'index.js': `exports.handler = async () => {
        const { S3Client } = require('@aws-sdk/client-s3');
        try { require('zod'); return 'found zod'; } catch { return typeof S3Client; }
      };`,
    });
    expect(await stage.run(arn)).toBe('function');
  });

  it('is given its context', async () => {
    const arn = await stage.createFunction(
      {
        'src/app.mjs': `export const run = { now: async (_, context) =>
        [context.invokedFunctionArn, context.functionName, context.getRemainingTimeInMillis() <= 20000, context.awsRequestId.length] };`,
      },
      { Handler: 'src/app.run.now', FunctionName: 'worker' },
    );
    expect(await stage.run(arn)).toEqual([arn, 'worker', true, 36]);
  });

  it('answers by callback before Node.js 24', async () => {
    const code = {
      'index.js': 'exports.handler = (event, context, callback) => setTimeout(callback, 1, null, "late");',
    };
    expect(await stage.run(await stage.createFunction(code))).toBe('late');
    const newer = await stage.createFunction(code, { Runtime: 'nodejs24.x' });
    await expect(stage.run(newer)).rejects.toThrow('Runtime.CallbackHandlerDeprecated');
  });

  it('runs no more at once than is reserved, and refuses what is more', async () => {
    // Each invocation waits at this door until the test opens it.
    const waiting: (() => void)[] = [];
    let arrived: () => void = () => {};
    const door = createServer((_, response) => {
      waiting.push(() => response.end());
      arrived();
    });
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    const address = door.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const atDoor = new Promise<void>((resolve) => {
      arrived = () => waiting.length === 2 && resolve();
    });
    const arn = await stage.createFunction(
      {
        'index.mjs': `export const handler = async () => { await fetch('http://127.0.0.1:${port}'); return process.pid; };`,
      },
      { ReservedConcurrentExecutions: 2 },
    );
    const running = [stage.run(arn), stage.run(arn)];
    await atDoor;
    await expect(stage.run(arn)).rejects.toThrow('Rate Exceeded.');
    for (const open of waiting) open();
    expect(new Set(await Promise.all(running)).size).toBe(2);
    door.closeAllConnections();
    door.close();
  });

  it('fails with the error of its handler', async () => {
    const arn = await stage.createFunction({
      'index.mjs': 'export const handler = async () => { throw new RangeError("too far"); };',
    });
    const result = await stage.lambda.functions.get(arn).run('{}', 'refuse');
    expect(result).toEqual({
      ok: false,
      error: {
        errorType: 'RangeError',
        errorMessage: 'too far',
        trace: expect.arrayContaining(['RangeError: too far']),
      },
    });
    expect(stage.trace.entries()).toContainEqual({
      kind: 'invocation',
      functionArn: arn,
      error: 'RangeError: too far',
    });
  });

  it('fails when its time is over, and starts anew', async () => {
    const arn = await stage.createFunction(
      {
        'index.mjs':
          'export const handler = async (event) => event.hang ? new Promise(() => setInterval(() => {}, 1000)) : process.pid;',
      },
      { Timeout: 1 },
    );
    const before = await stage.run(arn);
    await expect(stage.run(arn, { hang: true })).rejects.toThrow('Task timed out after 1.00 seconds');
    expect(await stage.run(arn)).not.toBe(before);
  });

  it.each([
    ['process.exit(3)', 'Runtime.ExitError: .*exit status 3'],
    ['process.exit(0)', 'Runtime.ExitError: .*without providing a reason'],
    [
      'Promise.reject(new Error("lost")); await new Promise(() => {})',
      'Runtime.UnhandledPromiseRejection: Error: lost',
    ],
    ['setTimeout(() => { throw new TypeError("loose"); }); await new Promise(() => {})', 'TypeError: loose'],
  ])('fails when its process ends: %s', async (statement, expected) => {
    const arn = await stage.createFunction({
      'index.mjs': `export const handler = async (event) => { if (event.fine) return 'fine'; ${statement}; };`,
    });
    await expect(stage.run(arn)).rejects.toThrow(new RegExp(expected));
    expect(await stage.run(arn, { fine: true })).toBe('fine');
  });

  it.each([
    [{ 'other.mjs': '' }, 'Runtime.ImportModuleError'],
    [{ 'index.mjs': 'export const other = 1;' }, 'Runtime.HandlerNotFound: index.handler is undefined or not exported'],
    [{ 'index.mjs': "import 'nowhere';" }, 'Runtime.ImportModuleError'],
    [{ 'index.js': 'const = 1;' }, 'Runtime.UserCodeSyntaxError'],
  ])('fails when its code does not load: %j', async (files, expected) => {
    const arn = await stage.createFunction(files as unknown as Record<string, string>);
    await expect(stage.run(arn)).rejects.toThrow(expected);
  });
});

describe('output of a function', () => {
  it('goes to its log group, raw from stdout and with a header from console', async () => {
    const arn = await stage.createFunction(
      {
        'index.mjs':
          'export const handler = async () => { process.stdout.write("raw\\n"); console.log("two\\nlines"); };',
      },
      { FunctionName: 'worker' },
    );
    await stage.run(arn);
    expect(stage.logLines()).toEqual(['raw', expect.stringMatching(/^\S+Z\t[\w-]{36}\tINFO\ttwo\rlines$/)]);
    const group = { account: ACCOUNT, region: REGION, name: '/aws/lambda/worker' };
    expect(stage.lambda.logGroups.events(group).map((event) => event.message)).toEqual(stage.logLines());
  });

  it('is wrapped in JSON where the function asks for it, from its level on', async () => {
    const arn = await stage.createFunction(
      {
        'index.mjs':
          'export const handler = async () => { console.info("no"); console.warn({ a: 1 }); console.error("x %d", 2); };',
      },
      { LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN' } },
    );
    await stage.run(arn);
    expect(stage.logLines().map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 'WARN', message: { a: 1 } }),
      expect.objectContaining({ level: 'ERROR', message: 'x 2' }),
    ]);
  });

  it('is lost without the permission to write it, and the denial is recorded once', async () => {
    stage.authorizer.denied.add('logs:PutLogEvents');
    const arn = await stage.createFunction({
      'index.mjs': 'export const handler = async () => { console.log("a"); console.log("b"); };',
    });
    await stage.run(arn);
    expect(stage.logLines()).toEqual([]);
    expect(stage.trace.entries().filter((entry) => entry.kind === 'denied')).toHaveLength(1);
  });
});

describe('creation of a function', () => {
  const create = (properties: Readonly<Record<string, unknown>>) =>
    stage.createFunction({ 'index.mjs': '' }, properties);

  it.each([
    [{ Role: `arn:aws:iam::${ACCOUNT}:role/untrusting` }, 'cannot be assumed by Lambda'],
    [{ Runtime: 'python3.13' }, 'does not model the function runtime python3.13'],
    [{ Environment: { Variables: { AWS_REGION: 'x' } } }, 'Reserved keys used in this request: AWS_REGION'],
    [{ Layers: [] }, 'Layers'],
    [{ Timeout: 901 }, '900'],
    [{ LoggingConfig: { ApplicationLogLevel: 'INFO' } }, 'LogFormat must be set to JSON'],
    [{ Code: { S3Bucket: 'bucket' } }, 'either ZipFile, or S3Bucket and S3Key'],
  ])('refuses %j', async (properties, expected) => {
    await expect(create(properties)).rejects.toThrow(expected);
  });

  it('refuses a second function of the same name', async () => {
    await create({ FunctionName: 'worker' });
    await expect(create({ FunctionName: 'worker' })).rejects.toThrow('Function already exist: worker');
  });

  it('refuses active tracing for a role that may not send traces', async () => {
    stage.authorizer.denied.add('xray:PutTraceSegments');
    await expect(create({ TracingConfig: { Mode: 'Active' } })).rejects.toThrow(
      'does not have permissions to call PutTraceSegments on XRAY',
    );
  });
});

describe('invocation over the wire', () => {
  it('answers with what the handler returned', async () => {
    await stage.createFunction(
      { 'index.mjs': 'export const handler = async (event) => event.n + 1;' },
      { FunctionName: 'worker' },
    );
    const response = await stage.lambda.handle(invokeCall('worker', '{"n":1}'));
    expect(response).toMatchObject({ status: 200, body: '2' });
    expect(stage.authorizer.requests.at(-1)).toMatchObject({
      action: 'lambda:InvokeFunction',
      resource: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:worker`,
    });
  });

  it('marks an error of the function', async () => {
    await stage.createFunction(
      { 'index.mjs': 'export const handler = async () => { throw new Error("no"); };' },
      { FunctionName: 'worker' },
    );
    const response = await stage.lambda.handle(invokeCall('worker', '{}'));
    expect(response).toMatchObject({ status: 200, headers: { 'x-amz-function-error': 'Unhandled' } });
  });

  it('fails for a function that does not exist, and for anything but Invoke', async () => {
    await expect(stage.lambda.handle(invokeCall('nobody', '{}'))).rejects.toThrow('Function not found');
    await expect(stage.lambda.handle(invokeCall('nobody:live', '{}'))).rejects.toThrow('versions and aliases');
    const { request, ...call } = invokeCall('worker', '');
    const list = { ...call, request: { ...request, method: 'GET', rawPath: '/2015-03-31/functions' } };
    await expect(stage.lambda.handle(list)).rejects.toThrow('does not model');
  });
});

describe('asynchronous invocation', () => {
  const failing = { 'index.mjs': 'export const handler = async () => { throw new Error("no"); };' };

  it('is tried three times, then goes to the dead-letter queue', async () => {
    const sent: string[] = [];
    const letter = new Promise<void>((resolve) => {
      const deadLetters = {
        async send(_caller: unknown, queueArn: string, body: string) {
          sent.push(queueArn, body);
          resolve();
        },
      };
      const own = new LambdaStage({ deadLetters });
      void stage.stop();
      stage = own;
    });
    const queueArn = `arn:aws:sqs:${REGION}:${ACCOUNT}:failed`;
    const arn = await stage.createFunction(failing, { DeadLetterConfig: { TargetArn: queueArn } });
    await stage.lambda.invoke(events, arn, '{"a":1}');
    await letter;
    expect(stage.trace.entries().filter((entry) => entry.kind === 'invocation')).toHaveLength(3);
    expect(sent).toEqual([queueArn, '{"a":1}']);
  });

  it('is authorized with the policy of the function', async () => {
    const arn = await stage.createFunction({ 'index.mjs': 'export const handler = async () => {};' });
    const { ref, delete: remove } = await stage.create('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn,
      Principal: 'events.amazonaws.com',
      SourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/hourly',
    });
    await stage.lambda.invoke(events, arn, '{}');
    expect(stage.authorizer.requests.at(-1)?.resourcePolicy?.Statement).toEqual([
      {
        Sid: ref,
        Effect: 'Allow',
        Principal: { Service: ['events.amazonaws.com'] },
        Action: ['lambda:InvokeFunction'],
        Resource: [arn],
        Condition: { ArnLike: { 'aws:SourceArn': ['arn:aws:events:eu-west-1:111122223333:rule/hourly'] } },
      },
    ]);
    await remove();
    stage.authorizer.denied.add('lambda:InvokeFunction');
    await expect(stage.lambda.invoke(events, arn, '{}')).rejects.toThrow('lambda:InvokeFunction');
    expect(stage.authorizer.requests.at(-1)?.resourcePolicy).toBeUndefined();
  });
});
