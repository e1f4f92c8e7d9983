import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildFunctions } from '../lib/functions/build';
import { startServer } from './plain-server/start-server';
import type { Measured } from './rounds';

/** The client of a section, `<section>/client.ts`, bundled like the functions: the path of its module. */
export function builtClient(section: string): string {
  const [built] = buildFunctions({
    entryFolder: join(__dirname, section),
    entries: ['client'],
    outputFolder: join(__dirname, '..', 'out', 'bench', section),
    ceiling: Number.POSITIVE_INFINITY,
  });
  if (built === undefined) throw new Error(`${section} has no client`);
  return join(built.folder, 'index.mjs');
}

/** What `use` gives, while a plain server answers at its URL for so many buckets, each time after `delay` milliseconds. */
export async function inPlainServer<T>(buckets: number, delay: number, use: (url: string) => Promise<T>): Promise<T> {
  const server = await startServer({ buckets, delay });
  try {
    return await use(server.url);
  } finally {
    server.stop();
  }
}

/** What the client process says of itself. Throws an Error when it ends without that. `url`: of everything that is AWS. */
export async function measureClient(program: string, args: readonly string[], url?: string): Promise<Measured> {
  const environment = {
    PATH: process.env['PATH'],
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...(url === undefined ? {} : { AWS_ENDPOINT_URL: url }),
  };
  const client = fork(program, args, { execArgv: [], env: environment });
  const ended = once(client, 'exit');
  const measured = await Promise.race([once(client, 'message'), ended.then(() => undefined)]);
  const [code] = (await ended) as [number | null];
  if (measured === undefined || code !== 0) throw new Error(`the client ${args.join(' ')} ended with ${code}`);
  return measured[0] as Measured;
}
