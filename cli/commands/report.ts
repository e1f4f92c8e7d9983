import { Option } from 'commander';
import type { Registry } from '../command-options';
import { hubOptions } from '../hub/hub-options';
import { REPORT_FORMATS, type ReportOptions } from '../report/report-options';

export function registerReport(registry: Registry): void {
  const command = registry.command(
    'report',
    'show what is covered and what is not: as a page for people, as CSV or as JSON',
    [
      'partsweep report --open',
      'partsweep report --format csv --output buckets.csv',
      'partsweep report --from scan.json --output report.html',
    ],
  );
  hubOptions(command)
    .addOption(
      new Option('--from <file>', 'make it of the result of scan --format json, in place of the hub').conflicts([
        'now',
        'qualifier',
      ]),
    )
    .option('--now', "make it of the hub's inventory as it is now, in place of what the hub wrote after its last sweep")
    .addOption(
      new Option('--format <format>', 'how to show it (default: html; json with --json)').choices(REPORT_FORMATS),
    )
    .option('--output <file>', 'write to this file in place of stdout')
    .option('--force', 'let --output replace a file that is there')
    .option('--open', 'open the page in the browser')
    .action((options: ReportOptions) =>
      registry.run(options, async (terminal) => {
        const { runReport } = await import('../report/run-report.ts');
        return await runReport(options, terminal);
      }),
    );
}
