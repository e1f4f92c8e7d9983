// One start of a function, from nothing to the first bucket done: imports the module that is named, calls its handler once, and says how long what
// took. Milliseconds since the process began, and its CPU time. Without a module it does nothing: the floor of what a start costs.
import { performance } from 'node:perf_hooks';

const [, , path, event] = process.argv;
const begun = performance.now();
let imported = begun;
let response = null;
if (path !== undefined) {
  const { handler } = await import(path);
  imported = performance.now();
  if (event !== undefined) response = await handler(JSON.parse(event), undefined);
}
const { user, system } = process.cpuUsage();
process.send({ whole: performance.now(), import: imported - begun, cpu: (user + system) / 1000, response }, () =>
  process.exit(),
);
