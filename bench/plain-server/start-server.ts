import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface PlainServer {
  readonly url: string;
  readonly stop: () => void;
}

/** The plain server in a process of its own. `delay`: of each answer, in milliseconds. */
export async function startServer({ buckets, delay }: { buckets: number; delay: number }): Promise<PlainServer> {
  const server = fork(join(__dirname, 'server.ts'), [String(buckets), String(delay)], {
    execArgv: ['--import', 'tsx'],
  });
  const [port] = (await once(server, 'message')) as [number];
  return { url: `http://127.0.0.1:${port}`, stop: () => server.disconnect() };
}
