import type { Command } from 'commander';
import type { Registry } from '../command-options';
import { accountId, hubOptions, regionCode } from '../hub/hub-options';
import type { ExplainLiveOptions } from '../live/explain-live';

export function registerExplain(registry: Registry): void {
  const command = registry.command(
    'explain',
    'say why a bucket is in its state, or offline what would be done with an EventBridge event or a CloudTrail record',
    [
      'partsweep explain event.json',
      'partsweep explain --json - < event.json',
      'partsweep explain s3://my-bucket',
      'partsweep explain s3://my-bucket --config cdk.json',
    ],
  );
  hubOptions(command)
    .argument('<event>', 'file with the event as JSON, - for standard input; or a live bucket: s3://NAME')
    .option(
      '--account <id>',
      'account of the bucket (default: that of the credentials, else as the hub knows)',
      accountId,
    )
    .option('--bucket-region <region>', 'Region of the bucket, where it cannot be found otherwise', regionCode)
    .action((what: string, options: ExplainLiveOptions, explain: Command) =>
      registry.run(options, async (terminal) => {
        if (what.startsWith('s3://')) {
          // the hub is asked where it is named, not wherever there happens to be a cdk.json
          const withHub = options.qualifier !== undefined || explain.getOptionValueSource('config') === 'cli';
          const { runExplainLive } = await import('../live/explain-live.ts');
          return runExplainLive(what, options, withHub, terminal);
        }
        const { runExplain } = await import('../explain-file.ts');
        terminal.out(runExplain({ file: what, json: options.json === true, paint: terminal.paint }));
        return 0;
      }),
    );
}
