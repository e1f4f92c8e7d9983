import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../cli/program';

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The command line in this process, in a folder of its own, with nobody logged in, nothing on the path and no network: what would
 * open a connection throws.
 */
export class CommandLine {
  readonly folder = mkdtempSync(join(tmpdir(), 'partsweep-fuzz-'));
  readonly #cwd = process.cwd();
  readonly #env = { ...process.env };
  readonly #connect = Socket.prototype.connect;
  readonly #listeners = process.listeners('SIGINT');
  #isOpen = false;

  open(): void {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    const none = join(this.folder, 'none');
    Object.assign(process.env, {
      HOME: none,
      PATH: none,
      AWS_CONFIG_FILE: none,
      AWS_SHARED_CREDENTIALS_FILE: none,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_REGION: 'eu-central-1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    });
    Socket.prototype.connect = () => {
      throw new Error('the network was asked for');
    };
    process.chdir(this.folder);
    this.#isOpen = true;
  }

  close(): void {
    if (!this.#isOpen) return;
    process.chdir(this.#cwd);
    process.env = this.#env;
    Socket.prototype.connect = this.#connect;
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs one command line where there are these files and no others. Throws what the program does not catch. */
  async run(args: readonly string[], files: Readonly<Record<string, string>>): Promise<Ran> {
    for (const name of readdirSync(this.folder)) rmSync(join(this.folder, name), { recursive: true, force: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, name), text);
    const said = { stdout: '', stderr: '' };
    const former = { stdout: process.stdout.write, stderr: process.stderr.write };
    for (const name of ['stdout', 'stderr'] as const) {
      process[name].write = (text: string | Uint8Array) => {
        said[name] += text;
        return true;
      };
    }
    try {
      return { status: await run(args), ...said };
    } finally {
      process.stdout.write = former.stdout;
      process.stderr.write = former.stderr;
      for (const listener of process.listeners('SIGINT')) {
        if (!this.#listeners.includes(listener)) process.removeListener('SIGINT', listener);
      }
    }
  }
}
