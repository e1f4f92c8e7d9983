import { run } from './program';

// the SDK's note about the Node version of 2027 would stand between the lines of every command
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

// whoever reads our output may have seen enough of it
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

run(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`partsweep: ${error instanceof Error ? error.message : String(error)}\n`);
    if (process.argv.includes('--debug') && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    else
      process.stderr.write('This is a fault of partsweep itself: run it again with --debug and report what it says.\n');
    process.exitCode = 1;
  },
);
