import { once } from 'node:events';
import { rmSync } from 'node:fs';

/** After the last test file. */
// biome-ignore lint/style/noDefaultExport: what jest looks for
export default async function stop(): Promise<void> {
  if (globalThis.synthesizer === undefined) return;
  const { child, folder } = globalThis.synthesizer;
  if (child.exitCode === null) {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}
