#!/usr/bin/env node
// The package carries the command line as one bundle; in a checkout it is bundled when a source has changed.
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const checkout = new URL('../cli/checkout-bundle.mjs', import.meta.url);

if (existsSync(checkout)) {
  if (process.argv.includes('--debug')) process.setSourceMapsEnabled(true);
  const { checkoutBundle } = await import(checkout.href);
  await import(pathToFileURL(await checkoutBundle(root)).href);
} else {
  await import(new URL('../dist/main.mjs', import.meta.url).href);
}
