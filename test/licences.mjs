// Refuses a lock file that holds a package without a licence from the allow list, or without an integrity hash.
// Source of the licence: the `license` member that npm copies from each package's manifest into package-lock.json.
import { readFileSync } from 'node:fs';

const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
]);

/** Whether an SPDX expression can be met with allowed licences alone. */
const allowed = (expression) => {
  const text = expression.replace(/^\((.*)\)$/, '$1');
  if (text.includes(' OR ')) return text.split(' OR ').some(allowed);
  if (text.includes(' AND ')) return text.split(' AND ').every(allowed);
  return ALLOWED.has(text);
};

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const problems = [];
for (const [path, entry] of Object.entries(packages)) {
  if (path === '' || entry.inBundle) continue;
  if (typeof entry.license !== 'string') problems.push(`${path}: states no licence`);
  else if (!allowed(entry.license)) problems.push(`${path}: ${entry.license} is not on the allow list`);
  if (typeof entry.integrity !== 'string') problems.push(`${path}: has no integrity hash`);
}
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
  if (!/^\d+\.\d+\.\d+$/.test(version)) problems.push(`${name}: ${version} is not an exact version`);
}
process.stdout.write(
  problems.length === 0 ? `${Object.keys(packages).length - 1} packages, all allowed\n` : `${problems.join('\n')}\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
