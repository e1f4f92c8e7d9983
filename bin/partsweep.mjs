#!/usr/bin/env node
// In a checkout the sources run as they are; the package carries them as one bundle.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const source = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

if (existsSync(source)) {
  const { register } = await import('tsx/cjs/api');
  register();
  require(source);
} else {
  require('../dist/partsweep.cjs');
}
