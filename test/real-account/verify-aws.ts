import { verify } from './verification';

const stop = new AbortController();
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // a second one ends it at once
  process.once(signal, () => {
    print('stopping; what was made is removed first');
    stop.abort();
  });
}

verify(process.argv.slice(2), { print, signal: stop.signal }).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    print(String(error));
    process.exitCode = 2;
  },
);
