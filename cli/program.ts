import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { version } from '../package.json';
import { runExplain } from './explain';
import { type Paint, paint } from './paint';
import { runPlan } from './plan';
import { WrongUse } from './wrong-use';

interface CommonOptions {
  readonly json?: true;
}

/** AbortIncompleteMultipartUpload.DaysAfterInitiation is a 32-bit integer. */
const MAX_DAYS = 2_147_483_647;
const WRONG_USE = 2;

/** Runs one command line, without the program's own name; the exit status: 0 fine, 1 found something, 2 wrong use. */
export async function run(args: readonly string[]): Promise<number> {
  const program = build(paint(!args.includes('--no-color')));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    // commander has already said what is wrong, or shown the help that was asked for
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
    if (!(error instanceof WrongUse)) throw error;
    process.stderr.write(`partsweep: ${error.message}\nWhat to do: ${error.remedy}.\n`);
    if (args.includes('--debug')) process.stderr.write(`${error.stack}\n`);
    return WRONG_USE;
  }
}

function build(paint: Paint): Command {
  const program = anywhere(new Command('partsweep'))
    .description('Every S3 bucket of an AWS organization aborts its incomplete multipart uploads.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('Run partsweep --help, or partsweep COMMAND --help, to see what there is.')
    .addHelpText('after', example('partsweep plan --lifecycle lifecycle.json', 'partsweep explain event.json'));

  common(program.command('plan'))
    .description('show what would be done to a lifecycle configuration, offline')
    .option('--lifecycle <file>', 'the configuration: JSON as the AWS CLI prints it, or XML; - for standard input')
    .option('--days <number>', 'days after which an incomplete upload is to be aborted', days, 7)
    .addHelpText(
      'after',
      example(
        'aws s3api get-bucket-lifecycle-configuration --bucket my-bucket > lifecycle.json',
        'partsweep plan --lifecycle lifecycle.json --days 3',
      ),
    )
    .action(({ lifecycle, days, json }: CommonOptions & { lifecycle?: string; days: number }, command: Command) => {
      // not a required option of commander's, which would hide a misspelt flag behind its absence
      if (lifecycle === undefined) return command.error('error: --lifecycle <file> is missing');
      process.stdout.write(runPlan({ lifecycle, days, json: json === true, paint }));
    });

  common(program.command('explain'))
    .description('show what would be done with an EventBridge event or a bare CloudTrail record, offline')
    .argument('<event>', 'file with the event as JSON; - for standard input')
    .addHelpText('after', example('partsweep explain event.json', 'partsweep explain --json - < event.json'))
    .action((file: string, options: CommonOptions) => {
      process.stdout.write(runExplain({ file, json: options.json === true, paint }));
    });
  return program;
}

function common(command: Command): Command {
  return anywhere(command.option('--json', 'print one JSON document and nothing else'));
}

/** Flags that mean the same before and behind the command's name. */
function anywhere(command: Command): Command {
  return command
    .option('--no-color', 'print without colours, as with NO_COLOR in the environment')
    .option('--debug', 'show where in the program an error came from');
}

function example(...lines: string[]): string {
  return `\nExample:\n${lines.map((line) => `  $ ${line}\n`).join('')}`;
}

function days(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > MAX_DAYS) {
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${MAX_DAYS}.`);
  }
  return value;
}
