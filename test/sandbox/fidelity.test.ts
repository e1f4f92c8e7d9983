import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MOTO_DIFFERENCES } from '../emulators/differences';

const PAGE = readFileSync(join(__dirname, '../../docs/fidelity.md'), 'utf8');

test('every difference between moto and the contracts stands on the page, and no other', () => {
  const [, section = ''] = PAGE.split('### Where moto differs');
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  const listed = MOTO_DIFFERENCES.map(
    ({ contract, there, aws, source }) => `| ${contract} | ${there} | ${aws} | ${source} |`,
  );
  expect(rows.slice(1).filter((row) => !row.startsWith('| ---'))).toEqual(listed);
});
