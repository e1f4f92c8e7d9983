import type { Registry } from '../command-options';
import type { DoctorOptions } from '../doctor/run-doctor';

export function registerDoctor(registry: Registry): void {
  registry
    .command('doctor', 'check every precondition and the running deployment, and say how to mend what is wrong', [
      'partsweep doctor',
      'partsweep doctor --json --profile security',
    ])
    .option('--config <file>', 'file with the settings, under context.partsweep', 'cdk.json')
    .action((options: DoctorOptions) =>
      registry.run(options, async (terminal) => {
        const { runDoctor } = await import('../doctor/run-doctor.ts');
        return runDoctor(options, terminal);
      }),
    );
}
