import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../core/settings/settings';

export interface SynthesizeProps {
  readonly outdir: string;
  /** Folder with a folder for each function's bundle. @default the functions are bundled */
  readonly functionsDir?: string;
}

/** What a synthesizing process is asked, as JSON. */
export interface SynthesisRequest {
  readonly settings: Settings;
  readonly functionsDir?: string;
}

/** What it answers: the folder of the assembly, which stays as it is, or what createApp or the synthesis threw. */
export type SynthesisAnswer = { readonly assembly: string } | { readonly error: string };

/**
 * Writes the cloud assembly for `settings`, as `cdk synth` would. The CDK takes some ten seconds of processor time to get going: where
 * `PARTSWEEP_SYNTHESIZER` names the socket of a process that does this for many, that one is asked (`test/synthesizer/`).
 *
 * @throws Error as createApp does
 */
export function synthesize(settings: Settings, { outdir, functionsDir }: SynthesizeProps): void {
  const socket = process.env['PARTSWEEP_SYNTHESIZER'];
  const functions = functionsDir === undefined ? {} : { functionsDir };
  if (socket !== undefined) {
    cpSync(ask(socket, { settings, ...functions }), outdir, { recursive: true });
    return;
  }
  // loaded only where it is needed
  const { createApp } = require('../lib/app') as typeof import('../lib/app.js');
  createApp(settings, { outdir, ...functions }).synth();
}

function ask(socket: string, request: SynthesisRequest): string {
  const { stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'ask-synthesizer.mjs'), socket], {
    input: JSON.stringify(request),
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(`the synthesizer at ${socket} did not answer: ${stderr}`);
  const answer = JSON.parse(stdout) as SynthesisAnswer;
  if ('error' in answer) throw new Error(answer.error);
  return answer.assembly;
}
