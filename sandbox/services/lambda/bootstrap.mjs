// Runs inside a function's process, as the Node.js runtime of Lambda does: loads the handler once, then answers one
// invocation after the other over the IPC channel.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const METHODS = { trace: 'TRACE', debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR' };

const send = process.send.bind(process);
const writeOut = process.stdout.write.bind(process.stdout);
const writeError = process.stderr.write.bind(process.stderr);
process.send = undefined;
const taskRoot = process.env.LAMBDA_TASK_ROOT;
const json = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
const lowest = LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? 'TRACE');
let current;

process.on('disconnect', () => process.exit());
process.on('uncaughtException', (error) => fatal(describe(error), 129));
process.on('unhandledRejection', (reason) => {
  const { trace } = describe(reason);
  fatal({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: String(reason), trace }, 128);
});
process.chdir(taskRoot);
patchConsole();
start();

/** Source: "Log formats" in the Lambda Developer Guide: only what goes through `console` is wrapped. */
function patchConsole() {
  for (const [method, level] of Object.entries(METHODS)) {
    console[method] = (...args) => log(level, args);
  }
}

function log(level, args) {
  if (json && LEVELS.indexOf(level) < lowest) return;
  const timestamp = new Date().toISOString();
  const requestId = current?.requestId;
  const line = json ? jsonLine({ timestamp, level, requestId }, args) : textLine(timestamp, requestId, level, args);
  writeOut(`${line}\n`);
}

function textLine(timestamp, requestId, level, args) {
  return `${timestamp}\t${requestId}\t${level}\t${format(...args)}`.replace(/\n/g, '\r');
}

function jsonLine(head, args) {
  const [only] = args;
  if (args.length === 1 && typeof only === 'object' && only !== null && !(only instanceof Error)) {
    try {
      return JSON.stringify({ ...head, message: only });
    } catch {
      return JSON.stringify({ ...head, message: format(only) });
    }
  }
  const error = args.find((arg) => arg instanceof Error);
  const details = error === undefined ? {} : errorDetails(error);
  return JSON.stringify({ ...head, message: args.length === 1 && error ? error.message : format(...args), ...details });
}

function errorDetails(error) {
  return { errorType: error.name, errorMessage: error.message, stackTrace: error.stack?.split('\n') ?? [] };
}

/** An error as Lambda reports it to the invoker. */
function describe(error) {
  if (
    error instanceof Error ||
    (typeof error === 'object' && error !== null && 'name' in error && 'message' in error)
  ) {
    return {
      errorType: String(error.name),
      errorMessage: String(error.message),
      trace: String(error.stack ?? '').split('\n'),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function fatal(error, code) {
  log('ERROR', ['Uncaught Exception', error]);
  if (current === undefined) send({ kind: 'init-error', error }, () => process.exit(code));
  else finish({ error, final: true }, () => process.exit(code));
}

function finish(outcome, afterwards = () => {}) {
  const { requestId } = current;
  current = undefined;
  // Marks the end of this invocation's output, which travels on other channels than the answer.
  writeOut(`\u0000end ${requestId}\n`);
  writeError(`\u0000end ${requestId}\n`);
  send({ kind: 'result', requestId, ...outcome }, afterwards);
}

async function start() {
  let handler;
  try {
    handler = await load(process.env._HANDLER);
  } catch (error) {
    const described = describe(error);
    log('ERROR', ['Uncaught Exception', described]);
    send({ kind: 'init-error', error: described }, () => process.exit(1));
    return;
  }
  process.on('message', (message) => run(handler, message));
  send({ kind: 'ready' });
}

function failure(name, message) {
  return Object.assign(new Error(message), { name });
}

async function load(name) {
  const match = /^([^.]*)\.(.+)$/.exec(basename(name));
  if (match === null) throw failure('Runtime.MalformedHandlerName', 'Bad handler');
  const [, moduleName, exportName] = match;
  const module = await loadModule(resolve(taskRoot, dirname(name), moduleName), moduleName);
  const handler = exportName.split('.').reduce((value, key) => value?.[key], module);
  if (handler === undefined) throw failure('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw failure('Runtime.HandlerNotFound', `${name} is not a function`);
  if (handler.length > 2 && major() >= 24) {
    throw failure(
      'Runtime.CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.',
    );
  }
  return handler;
}

async function loadModule(path, moduleName) {
  const file = ['.js', '.mjs', '.cjs'].map((extension) => path + extension).find((candidate) => existsSync(candidate));
  if (file === undefined) throw failure('Runtime.ImportModuleError', `Error: Cannot find module '${moduleName}'`);
  try {
    if (file.endsWith('.mjs') || (file.endsWith('.js') && isModuleFolder(dirname(file)))) {
      return await import(pathToFileURL(file).href);
    }
    return createRequire(file)(file);
  } catch (error) {
    if (error instanceof SyntaxError) throw failure('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`);
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw failure('Runtime.ImportModuleError', `Error: ${error.message}`);
    }
    throw error;
  }
}

function isModuleFolder(folder) {
  for (let place = folder; place.startsWith(taskRoot); place = dirname(place)) {
    const file = join(place, 'package.json');
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).type === 'module';
  }
  return false;
}

function major() {
  return Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV ?? '')?.[1]);
}

async function run(handler, message) {
  current = message;
  let outcome;
  try {
    const result = await call(handler, JSON.parse(message.payload), contextOf(message));
    outcome = { payload: JSON.stringify(result === undefined ? null : result) ?? 'null' };
  } catch (error) {
    const described = describe(error);
    log('ERROR', ['Invoke Error', described]);
    outcome = { error: described };
  }
  // After an uncaught exception the answer is given already.
  if (current === message) finish(outcome);
}

/** A handler that returns no promise answers by its callback up to Node.js 22, and with what it returns from 24 on. */
function call(handler, event, context) {
  return new Promise((resolveCall, rejectCall) => {
    const result = handler(event, context, (error, value) => (error ? rejectCall(error) : resolveCall(value)));
    if (typeof result?.then === 'function') result.then(resolveCall, rejectCall);
    else if (handler.length < 3) resolveCall(major() >= 24 ? result : null);
  });
}

function contextOf(message) {
  return {
    awsRequestId: message.requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
    invokedFunctionArn: message.functionArn,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  };
}
