import type { Cloud } from '../sandbox/cloud';
import { parseSandboxOptions, SANDBOX_USAGE, type SandboxOptions } from './sandbox-options';

/** Loaded only when the arguments are right and signals are listened to: it brings the CDK and every SDK client. */
async function start(options: SandboxOptions, started: (cloud: Cloud) => void): Promise<void> {
  const { runSandbox } = await import('./run-sandbox.js');
  await runSandbox(options, started);
}

/** Ends the process when it is told to, at whatever point it is; `stop` ends what has been started by then. */
function endWhenTold(stop: () => Promise<void>): void {
  const end = (): void => {
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (process.env['npm_lifecycle_event'] !== undefined) {
    // A signal to npm ends the shell between npm and us, and that shell passes nothing on: its end is the sign.
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      end();
    }, 200);
    watch.unref();
  }
}

// The SDK's note about the Node version of 2027 is not the sandbox's to give.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const parsed = parseSandboxOptions(process.argv.slice(2));
if ('problems' in parsed) {
  process.stderr.write(`${parsed.problems.join('\n')}\n${SANDBOX_USAGE}\n`);
  process.exitCode = 2;
} else {
  let cloud: Cloud | undefined;
  endWhenTold(async () => cloud?.stop());
  start(parsed.options, (started) => {
    cloud = started;
  }).catch((error: unknown) => {
    process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
