import { spawn } from 'node:child_process';

export interface Child {
  readonly status: number | null;
  /** Everything that it said, in order. */
  readonly output: string;
}

/** Seconds that a child has for its own end. */
const GRACE_MS = 5_000;

/**
 * Runs Node with `args` to its end. Ctrl-C reaches this process alone, which tells the child by `stop`: what the child began in AWS goes
 * on there. The child does not outlive this process.
 */
export function runChild(
  args: readonly string[],
  { cwd, env, stop }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly stop: AbortSignal },
): Promise<Child> {
  const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    child.kill('SIGTERM');
    timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  if (stop.aborted) end();
  stop.addEventListener('abort', end, { once: true });
  process.once('exit', kill);
  return new Promise<Child>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  }).finally(() => {
    clearTimeout(timer);
    stop.removeEventListener('abort', end);
    process.removeListener('exit', kill);
  });
}
