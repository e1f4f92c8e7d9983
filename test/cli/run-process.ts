import { spawn } from 'node:child_process';
import type { Ended } from './command';

/** Runs Node with `args` to its end beside the test, with nothing of the test's own environment but where things are. */
export function runProcess(
  args: readonly string[],
  {
    cwd,
    env,
    watch,
  }: { cwd: string; env: Readonly<Record<string, string>>; watch?: (output: string, kill: () => void) => void },
): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH,
      HOME,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...env,
    },
  });
  let [stdout, stderr] = ['', ''];
  let isKilled = false;
  // Ctrl-C once: the second one ends the process on the spot
  const kill = () => {
    if (!isKilled) child.kill('SIGINT');
    isKilled = true;
  };
  const seen = () => watch?.(stdout + stderr, kill);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    seen();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    seen();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}
