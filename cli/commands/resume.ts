import type { Region } from '../../core/identifiers';
import type { Registry } from '../command-options';
import { type HubOptions, hubOptions, regionCode, type ScopeOptions, scopeOf, scopeOptions } from '../hub/hub-options';

interface ResumeOptions extends HubOptions, ScopeOptions {
  readonly bucketRegion?: Region;
}

export function registerResume(registry: Registry): void {
  const command = registry.command('resume', 'end a pause, or release a bucket that is held or contested', [
    'partsweep resume',
    'partsweep resume --ou ou-abcd-12345678',
    'partsweep resume s3://my-bucket',
  ]);
  hubOptions(scopeOptions(command, 'end the pause of'))
    .argument('[bucket]', 'release one bucket: s3://NAME or NAME; with --account, in that account')
    .option('--bucket-region <region>', 'Region of the bucket, where the inventory does not know it', regionCode)
    .action((bucket: string | undefined, options: ResumeOptions) =>
      registry.run(options, async (terminal) => {
        const { resumeTarget } = await import('../operate/resume-target.ts');
        const target = resumeTarget(bucket, options.bucketRegion, scopeOf(options));
        const { operation } = await import('../operate/operation.ts');
        const { runResume } = await import('../operate/pause.ts');
        const { runRelease } = await import('../operate/release.ts');
        const opened = await operation(options, terminal);
        return target.kind === 'bucket' ? runRelease(opened, target.named) : runResume(opened, target.scope);
      }),
    );
}
