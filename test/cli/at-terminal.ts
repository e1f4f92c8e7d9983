import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './command';

const SCRIPT = '/usr/bin/script';
const PATIENCE_MS = 240_000;

/** Why nobody can be played at a terminal here; empty where somebody can. That of util-linux takes a command, others do not. */
export const NO_TERMINAL =
  process.platform === 'linux' && existsSync(SCRIPT) ? '' : `SKIPPED: no ${SCRIPT} of util-linux`;

if (NO_TERMINAL !== '') process.stderr.write(`a person at a terminal: ${NO_TERMINAL}\n`);

/** What is typed once the text has been shown. */
export type Answer = readonly [shown: string, keys: string];

/**
 * Runs `partsweep` on a terminal of its own, with somebody at it who gives each answer when it is asked for, in this order. `shown`: all that
 * came onto the terminal, without control sequences, and all white space as one space.
 */
export function atTerminal(
  args: readonly string[],
  { cwd, env, answers }: { cwd: string; env: Readonly<Record<string, string>>; answers: readonly Answer[] },
): Promise<{ readonly status: number | null; readonly shown: string }> {
  const line = [process.execPath, join(ROOT, 'bin/partsweep.mjs'), ...args].map((word) => `'${word}'`).join(' ');
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(SCRIPT, ['--quiet', '--return', '--flush', '--command', line, '/dev/null'], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH,
      HOME,
      TERM: 'xterm',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...env,
    },
  });
  let shown = '';
  let from = 0;
  const left = [...answers];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    const [next] = left;
    if (next === undefined) return;
    // a terminal breaks lines where it likes
    const [all, wanted] = [unspaced(plain(shown)), unspaced(next[0])];
    const at = all.indexOf(wanted, from);
    if (at < 0) return;
    left.shift();
    from = at + wanted.length;
    child.stdin.write(next[1]);
  });
  // what was never asked is seen in what was shown
  const patience = setTimeout(() => child.kill(), PATIENCE_MS);
  return new Promise<{ readonly status: number | null; readonly shown: string }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, shown: plain(shown).replace(/\s+/g, ' ') }));
  }).finally(() => clearTimeout(patience));
}

function unspaced(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Source: ECMA-48, control sequences. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is steered by
  return text.replaceAll(/\u001B\[[0-9;?]*[a-zA-Z]/g, '');
}
