import type { Registry } from '../command-options';
import type { DeploymentOptions } from '../deploy/deployment';

export function registerDeploy(registry: Registry): void {
  registry
    .command('deploy', 'show what would change, ask, and let the CDK deploy it; says which accounts have it', [
      'partsweep deploy --dry-run',
      'partsweep deploy',
      'partsweep deploy --confirm o-exampleorgid --json',
    ])
    .option('--config <file>', 'file with the settings, under context.partsweep', 'cdk.json')
    .option('--dry-run', 'show what would change, and do nothing')
    .option('--confirm <id>', 'confirm without being asked: the ID of the organization, or of the one account')
    .action((options: DeploymentOptions) =>
      registry.run(options, (terminal) => {
        // said before the SDK is loaded, which takes a while
        terminal.progress('starting…');
        const { runDeploy }: typeof import('../deploy/run-deploy') = require('../deploy/run-deploy');
        return runDeploy(options, terminal);
      }),
    );
}
