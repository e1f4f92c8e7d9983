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
      registry.run(options, async (terminal) => {
        const { runDeploy } = await import('../deploy/run-deploy.ts');
        return runDeploy(options, terminal);
      }),
    );
}
