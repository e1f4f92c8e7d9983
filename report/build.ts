import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..');
/** Where the bundle is kept, so that a function that has no bundler at hand can write a page. */
const SCRIPT_FILE = join(ROOT, 'report', 'script.ts');

/** The text of `report/script.ts`: the page's script as one string, readable as it stands in the page. */
export function scriptModule(): string {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['report/browser/main.ts'],
    write: false,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const code = outputFiles[0]?.text ?? '';
  if (/<\/script|<!--/i.test(code)) throw new Error('the script would end the element that it stands in');
  const quoted = code.replace(/[\\`]|\$\{/g, '\\$&');
  return `// Made of report/browser/ by report/build.ts: change it there, then npx tsx report/build.ts
export const SCRIPT = \`${quoted}\`;
`;
}

if (require.main === module) writeFileSync(SCRIPT_FILE, scriptModule());
