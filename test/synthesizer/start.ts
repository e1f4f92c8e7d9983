import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

declare global {
  var synthesizer: { readonly child: ChildProcess; readonly folder: string } | undefined;
}

/** Before the first test file; whoever synthesizes waits until the process listens. */
// biome-ignore lint/style/noDefaultExport: what jest looks for
export default function start(): void {
  const folder = mkdtempSync(join(tmpdir(), 'partsweep-synthesizer-'));
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'serve.ts'), folder], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  process.env['PARTSWEEP_SYNTHESIZER'] = join(folder, 'socket');
  globalThis.synthesizer = { child, folder };
  // for a run that is broken off
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
