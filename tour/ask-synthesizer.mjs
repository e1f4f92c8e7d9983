// Hands the request on standard input to the process that listens at the socket, and prints its answer.
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** The process may be just starting. */
const PATIENCE_MS = 60_000;
const [, , socketPath] = process.argv;
const body = await text(process.stdin);
const end = Date.now() + PATIENCE_MS;

for (;;) {
  try {
    process.stdout.write(await post());
    break;
  } catch (error) {
    if ((error.code !== 'ENOENT' && error.code !== 'ECONNREFUSED') || Date.now() > end) throw error;
    await sleep(100);
  }
}

function post() {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, method: 'POST', path: '/' }, (answer) => text(answer).then(resolve, reject));
    asked.on('error', reject);
    asked.end(body);
  });
}
