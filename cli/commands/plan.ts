import type { Command } from 'commander';
import { type CommonOptions, days, type Registry } from '../command-options';
import { runPlan } from '../plan-file';

export function registerPlan(registry: Registry): void {
  registry
    .command('plan', 'show what would be done to a lifecycle configuration, offline', [
      'aws s3api get-bucket-lifecycle-configuration --bucket my-bucket > lifecycle.json',
      'partsweep plan --lifecycle lifecycle.json --days 3',
    ])
    .option('--lifecycle <file>', 'the configuration: JSON as the AWS CLI prints it, or XML; - for standard input')
    .option('--days <number>', 'days after which an incomplete upload is to be aborted', days, 7)
    .action((options: CommonOptions & { lifecycle?: string; days: number }, command: Command) => {
      const { lifecycle, days, json } = options;
      // not a required option of commander's, which would hide a misspelt flag behind its absence
      if (lifecycle === undefined) return command.error('error: --lifecycle <file> is missing');
      return registry.run(options, ({ out, paint }) => {
        out(runPlan({ lifecycle, days, json: json === true, paint }));
        return 0;
      });
    });
}
