import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { names } from '../../core/contract/names';
import { parseSweepMessage } from '../../core/sweep/messages';

const operations = readFileSync(join(__dirname, '../../docs/operations.md'), 'utf8');

test('every message that docs/operations.md tells to send is one that start-sweep takes, as it stands', () => {
  const payloads = [...operations.matchAll(/^ask '(.+)'$/gm)].map(([, payload = '']) => JSON.parse(payload) as unknown);
  expect(payloads.length).toBeGreaterThan(6);
  for (const payload of payloads) expect(parseSweepMessage(payload)).toEqual(payload);
});

test('every queue, table, schedule and function that docs/operations.md names is there under that name', () => {
  const known = new Set([...Object.values(names('partsweep')), 'partsweep-inventory-222222222222-eu-central-1']);
  const named = [...operations.matchAll(/(?<![\w/])partsweep-[a-z0-9-]*[a-z0-9](?![\w*-])/g)].map(([name]) => name);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('subscribers are told to match the account as well, which nobody can forge', () => {
  const pattern = [...operations.matchAll(/```\n(\{\n[^`]+)```/g)].map(([, text = '']) => JSON.parse(text) as unknown);
  expect(pattern).toMatchObject([
    { source: ['partsweep'], 'detail-type': ['Bucket Outcome Changed'], account: [expect.stringMatching(/^\d{12}$/)] },
  ]);
});
