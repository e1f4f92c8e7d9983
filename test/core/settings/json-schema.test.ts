import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsJsonSchema } from '../../../core/settings/json-schema';

const FILE = join(__dirname, '../../../partsweep.schema.json');

test('partsweep.schema.json is current; UPDATE_SCHEMA=1 renews it', () => {
  const current = settingsJsonSchema();
  if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(FILE, `${JSON.stringify(current, null, 2)}\n`);
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(current);
});

test('every setting is described, for editors', () => {
  const described = JSON.stringify(settingsJsonSchema()).match(/"description":/g);
  expect(described).toHaveLength(39 + 33);
});
