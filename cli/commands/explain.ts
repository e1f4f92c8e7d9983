import type { CommonOptions, Registry } from '../command-options';
import { runExplain } from '../explain-file';

export function registerExplain(registry: Registry): void {
  registry
    .command('explain', 'show what would be done with an EventBridge event or a bare CloudTrail record, offline', [
      'partsweep explain event.json',
      'partsweep explain --json - < event.json',
    ])
    .argument('<event>', 'file with the event as JSON; - for standard input')
    .action((file: string, options: CommonOptions) =>
      registry.run(options, ({ out, paint }) => {
        out(runExplain({ file, json: options.json === true, paint }));
        return 0;
      }),
    );
}
