import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { z } from 'zod';

const installed = z.union([z.object({ python: z.string() }), z.object({ missing: z.string() })]);
const took = z.object({ wall: z.number(), cpu: z.number(), error: z.string().nullable() });

/** What one task took of the process's time, in milliseconds; `error` is what the peer ended it with. */
export type Took = z.infer<typeof took>;

/** Where the peers' Python is, installed if it was not; or what is missing, in words. */
export async function peersPython(): Promise<z.infer<typeof installed>> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(__dirname, 'install.mjs')]);
  return installed.parse(JSON.parse(stdout));
}

/** One peer in a Python process that stays, as warm as a function would be. */
export class PeerProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #errors: string[] = [];

  /** `script`: a file of this folder; `environment`: nothing else of this process's is passed on. */
  constructor(python: string, script: string, args: readonly string[], environment: Readonly<Record<string, string>>) {
    const child = spawn(python, [join(__dirname, script), ...args], {
      env: { PATH: process.env['PATH'], PYTHONDONTWRITEBYTECODE: '1', ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stderr.on('data', (chunk: Buffer) => this.#errors.push(chunk.toString()));
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Resolves when the peer is through with it. Rejects when its process ended instead. */
  async does(task: string, event?: object): Promise<Took> {
    this.#child.stdin?.write(`${JSON.stringify({ task, event })}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`the peer ended: ${this.#errors.join('').slice(-2_000)}`);
    return took.parse(JSON.parse(value));
  }

  stop(): void {
    this.#child.kill();
  }
}
