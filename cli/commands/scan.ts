import { InvalidArgumentError, Option } from 'commander';
import { days, type Registry, wholeNumber } from '../command-options';
import { type ApplyOptions, checkApplyOptions } from '../scan/apply-options';
import { DEFAULT_DAYS, DEFAULT_MOST_UPLOADS, DEFAULT_ROLE, SCAN_FORMATS } from '../scan/scan-options';

const MOST_UPLOADS = 1_000_000;

export function registerScan(registry: Registry): void {
  registry
    .command(
      'scan',
      'look at every bucket of an account or an organization: which lack the rule, and why; read-only without --apply',
      [
        'partsweep scan',
        'partsweep scan --uploads --format csv --output buckets.csv',
        'partsweep scan --organization --role SecurityAudit --state scan.jsonl',
        'partsweep scan --apply',
      ],
    )
    .option('--organization', 'all accounts; starts from the management account or a delegated administrator')
    .option('--role <name>', 'role to assume in the other accounts, with its path if it has one', role, DEFAULT_ROLE)
    .option('--account <id>', 'with --organization: only this account; may be given again', accounts)
    .option('--exclude-account <id>', 'with --organization: not this account; may be given again', accounts)
    .option('--days <number>', 'days after which an incomplete upload is to be aborted', days, DEFAULT_DAYS)
    .option('--uploads', 'measure incomplete uploads as well, and what they cost a month at list prices')
    .option(
      '--most-uploads <number>',
      'uploads of a bucket whose parts are counted; of more, a sample',
      wholeNumber(1, MOST_UPLOADS),
      DEFAULT_MOST_UPLOADS,
    )
    .option('--state <file>', 'new file that keeps what is done, account by account, for --resume')
    .option('--resume <file>', 'state file of a scan that was stopped: goes on where it was')
    .addOption(new Option('--format <format>', 'how to print (default: table; json with --json)').choices(SCAN_FORMATS))
    .option('--output <file>', 'write to this file in place of stdout')
    .option('--force', 'let --output replace a file that is there')
    .option(
      '--apply',
      'in one account: show what would be written into which bucket, ask, keep what is there, and write',
    )
    .option('--confirm <account>', 'with --apply: confirm by the ID of the account, without being asked')
    .option('--images <file>', 'with --apply: new file for what was there before, which undo --file reads')
    .action((options: ApplyOptions) =>
      registry.run(options, async (terminal) => {
        checkApplyOptions(options);
        const { runScan } = await import('../scan/run-scan.ts');
        if (options.apply === true) {
          const { runApply } = await import('../scan/apply.ts');
          return await runApply(options, terminal);
        }
        return await runScan(options, terminal);
      }),
    );
}

function accounts(text: string, before: readonly string[] = []): readonly string[] {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError('It must be an account ID, twelve digits.');
  return [...before, text];
}

/** Source: CreateRole, AWS IAM API Reference. */
function role(text: string): string {
  if (!/^\/?([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/.test(text)) {
    throw new InvalidArgumentError('It must be the name of a role, such as SecurityAudit or audit/Reader.');
  }
  return text;
}
