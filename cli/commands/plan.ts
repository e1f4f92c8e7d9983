import type { Command } from 'commander';
import { type CommonOptions, days, type Registry } from '../command-options';
import { WrongUse } from '../wrong-use';

interface PlanCommandOptions extends CommonOptions {
  readonly lifecycle?: string;
  readonly days: number;
}

export function registerPlan(registry: Registry): void {
  registry
    .command('plan', 'show what would be done to a bucket, or offline to a lifecycle configuration; writes nothing', [
      'partsweep plan s3://my-bucket',
      'aws s3api get-bucket-lifecycle-configuration --bucket my-bucket > lifecycle.json',
      'partsweep plan --lifecycle lifecycle.json --days 3',
    ])
    .argument('[bucket]', 'a live bucket, read with the credentials at hand: s3://NAME or NAME')
    .option('--lifecycle <file>', 'the configuration: JSON as the AWS CLI prints it, or XML; - for standard input')
    .option('--days <number>', 'days after which an incomplete upload is to be aborted, where no tag says', days, 7)
    .action((bucket: string | undefined, options: PlanCommandOptions, command: Command) => {
      const { lifecycle, days, json } = options;
      // not a required option of commander's, which would hide a misspelt flag behind its absence
      if (lifecycle === undefined && bucket === undefined) {
        return command.error('error: --lifecycle <file> is missing, or a bucket (s3://NAME)');
      }
      return registry.run(options, async (terminal) => {
        if (lifecycle === undefined) {
          const { runPlanLive } = await import('../live/plan-live.ts');
          return runPlanLive(bucket ?? '', options, terminal);
        }
        if (bucket !== undefined) {
          throw new WrongUse(
            'too many arguments: a bucket and --lifecycle exclude each other',
            'leave one of them out',
          );
        }
        const { runPlan } = await import('../plan-file.ts');
        terminal.out(runPlan({ lifecycle, days, json: json === true, paint: terminal.paint }));
        return 0;
      });
    });
}
