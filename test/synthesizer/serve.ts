import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createApp } from '../../lib/app';
import type { SynthesisAnswer, SynthesisRequest } from '../../tour/synthesize';

// A process that synthesizes for all test files of one run: the CDK gets going once, and the same settings give an assembly once. It
// keeps them in the folder that it is given, listens at `socket` there, and ends when its standard input does.
const [, , folder = ''] = process.argv;
const known = new Map<string, SynthesisAnswer>();

const server = createServer(async (request, response) => {
  response.end(JSON.stringify(answer(JSON.parse(await text(request)) as SynthesisRequest)));
});
server.listen(join(folder, 'socket'));
process.stdin.resume().on('end', () => process.exit());

function answer(request: SynthesisRequest): SynthesisAnswer {
  const key = keyOf(request);
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = synthesized(request, join(folder, String(known.size)));
  known.set(key, made);
  return made;
}

function synthesized({ settings, functionsDir }: SynthesisRequest, outdir: string): SynthesisAnswer {
  try {
    createApp(settings, { outdir, ...(functionsDir === undefined ? {} : { functionsDir }) }).synth();
    // how the CDK says that a check has found something
    if (process.exitCode === 1) return { error: readFileSync(join(outdir, 'validation-report.json'), 'utf8') };
    return { assembly: outdir };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  } finally {
    process.exitCode = 0;
  }
}

/** The same for the same bundles, wherever they are. */
function keyOf({ settings, functionsDir }: SynthesisRequest): string {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  const files = functionsDir === undefined ? [] : readdirSync(functionsDir, { recursive: true, encoding: 'utf8' });
  for (const file of files.sort()) {
    const path = join(functionsDir ?? '', file);
    if (statSync(path).isFile()) hash.update(`\0${file}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}
