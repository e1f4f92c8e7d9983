import { run } from './program';

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
