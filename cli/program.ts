import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import type { Registry } from './command-options';
import { registerDeploy } from './commands/deploy';
import { registerDestroy } from './commands/destroy';
import { registerDoctor } from './commands/doctor';
import { registerExplain } from './commands/explain';
import { registerInit } from './commands/init';
import { registerPause } from './commands/pause';
import { registerPlan } from './commands/plan';
import { registerRedrive } from './commands/redrive';
import { registerReport } from './commands/report';
import { registerResume } from './commands/resume';
import { registerScan } from './commands/scan';
import { registerStatus } from './commands/status';
import { registerSweep } from './commands/sweep';
import { registerUndo } from './commands/undo';
import { regionCode } from './hub/hub-options';
import { paint } from './paint';
import { type ExitStatus, processTerminal } from './terminal';
import { WrongUse } from './wrong-use';

const WRONG_USE = 2;

/** The commands, in the order in which help lists them. Each loads what it needs when it is run. */
const COMMANDS: readonly ((registry: Registry) => void)[] = [
  registerScan,
  registerPlan,
  registerExplain,
  registerInit,
  registerDoctor,
  registerDeploy,
  registerSweep,
  registerStatus,
  registerReport,
  registerPause,
  registerResume,
  registerUndo,
  registerRedrive,
  registerDestroy,
];

/** Runs one command line, without the program's own name; the exit status: 0 fine, 1 found something, 2 wrong use. */
export async function run(args: readonly string[]): Promise<number> {
  const colours = paint(!args.includes('--no-color'));
  let status: ExitStatus = 0;
  const program = build(async ({ json }, action) => {
    const terminal = processTerminal({ paint: colours, json: json === true });
    // said before the command is loaded, which with the SDK takes longer than a person should wait for a first word
    terminal.progress('starting…');
    try {
      status = await action(terminal);
    } finally {
      terminal.progress('');
    }
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    // commander has already said what is wrong, or shown the help that was asked for
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
    if (!(error instanceof WrongUse)) throw error;
    process.stderr.write(`partsweep: ${error.message}\nWhat to do: ${error.remedy}.\n`);
    if (args.includes('--debug')) process.stderr.write(`${error.stack}\n`);
    return WRONG_USE;
  }
}

function build(run: Registry['run']): Command {
  const program = anywhere(new Command('partsweep'))
    .description('Every S3 bucket of an AWS organization aborts its incomplete multipart uploads.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('Run partsweep --help, or partsweep COMMAND --help, to see what there is.')
    .addHelpText('after', example('partsweep plan --lifecycle lifecycle.json', 'partsweep explain event.json'));
  const registry: Registry = {
    command: (name, description, examples) =>
      anywhere(program.command(name))
        .description(description)
        .option('--json', 'print one JSON document and nothing else')
        .option('--profile <name>', 'profile of the AWS configuration files')
        .option('--region <region>', 'Region to begin in', regionCode)
        .addHelpText('after', example(...examples)),
    run,
  };
  for (const register of COMMANDS) register(registry);
  return program;
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
