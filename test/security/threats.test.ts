import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');

/** `- \`file\`: name of the test` */
const named = [...page.matchAll(/^ {2}- `(test\/[^`]+)`: (.+)$/gm)].map(([, file = '', name = '']) => ({ file, name }));

test('every test that the page names is there, under its name', () => {
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter(({ file, name }) => {
    const path = join(ROOT, file);
    return !existsSync(path) || !readFileSync(path, 'utf8').includes(name);
  });
  expect(missing).toEqual([]);
});

test('every threat names a test', () => {
  const [, threats = ''] = page.split('\n## Threats\n');
  const [section = ''] = threats.split('\n## ');
  const untested = section
    .split(/\n(?=- \*\*)/)
    .slice(1)
    .filter((threat) => !/^ {2}- `test\//m.test(threat))
    .map((threat) => /\*\*(.+?)\*\*/.exec(threat)?.[1]);
  // said in so many words: what we do not defend, and what is told elsewhere
  expect(untested).toEqual([
    'Forged outcomes.',
    'What is left in the hub',
    'How it would get in',
    'What it costs whom.',
  ]);
});
