import type { CommonOptions } from '../command-options';
import type { Assembly, PlannedStack } from './assembly';
import type { Checkout } from './checkout';
import { type Child, runChild } from './run-child';

/** The CDK's command on one cloud assembly. It is run in the assembly's folder, so that no cdk.json has a say. */
export class Cdk {
  readonly #checkout: Checkout;
  readonly #assembly: Assembly;
  readonly #options: CommonOptions;
  readonly #stop: AbortSignal;

  constructor(checkout: Checkout, assembly: Assembly, options: CommonOptions, stop: AbortSignal) {
    this.#checkout = checkout;
    this.#assembly = assembly;
    this.#options = options;
    this.#stop = stop;
  }

  /** Reads alone. `isSame`: nothing differs from what is deployed. */
  async diff(stacks: readonly PlannedStack[], colour: boolean): Promise<Child & { readonly isSame: boolean }> {
    const words = ['--method', 'template', '--fail', ...(colour ? ['--color'] : ['--no-color'])];
    const child = await this.#run('diff', stacks, words);
    // which of its roles it could not assume is no difference
    const output = child.output
      .split('\n')
      .filter((line) => !/^(current credentials could not be used|Lookup role )/.test(line))
      .join('\n');
    return { ...child, output: output.trim(), isSame: child.status === 0 };
  }

  deploy(stacks: readonly PlannedStack[]): Promise<Child> {
    return this.#run('deploy', stacks, ['--require-approval', 'never', '--progress', 'events', '--no-color']);
  }

  destroy(stacks: readonly PlannedStack[]): Promise<Child> {
    return this.#run('destroy', stacks, ['--force', '--no-color']);
  }

  #run(command: string, stacks: readonly PlannedStack[], words: readonly string[]): Promise<Child> {
    const { profile } = this.#options;
    const args = [
      this.#checkout.cdk,
      command,
      '--app',
      this.#assembly.folder,
      '--exclusively',
      '--no-notices',
      ...words,
      ...(profile === undefined ? [] : ['--profile', profile]),
      ...stacks.map(({ id }) => id),
    ];
    const { CDK_CONTEXT_JSON, CDK_OUTDIR, ...env } = process.env;
    // what it says goes to one place, and nobody is asked
    const quiet = { ...env, CI: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_DISABLE_VERSION_CHECK: '1' };
    return runChild(args, { cwd: this.#assembly.folder, env: quiet, stop: this.#stop });
  }
}

/** What a person needs of the CDK's last words: without the traces of its own, and without what went well. */
export function lastWords(output: string, lines: number): readonly string[] {
  return output
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^\s+at /.test(line) && !/(start|success): |_(IN_PROGRESS|COMPLETE) /.test(line))
    .slice(-lines);
}
