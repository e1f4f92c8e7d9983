import { buildReport } from '../../report/build-report';
import { jsonChunks } from '../../report/json';
import { HOSTILE } from './hostile';
import { reportRow, rowThatSays } from './report-row';
import { reportSource } from './report-source';

async function whole(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

test('is one document of version 1 with the sums and every row', async () => {
  const model = await buildReport(
    reportSource({ rows: [reportRow(), reportRow({ bucket: 'other', verdict: 'denied' })] }),
  );
  const document = JSON.parse(await whole(jsonChunks(model)));
  expect(document).toMatchObject({
    version: 1,
    generatedAt: '2026-11-23T06:40:00.000Z',
    coverage: { covered: 1, total: 2 },
    totals: { covered: 1, denied: 1 },
    accounts: [{ account: '111122223333', counts: { covered: 1, denied: 1 } }],
    buckets: [{ bucket: 'bucket' }, { bucket: 'other' }],
  });
  expect(document).not.toHaveProperty('rows');
});

test('has no rows where there are none', async () => {
  expect(JSON.parse(await whole(jsonChunks(await buildReport(reportSource()))))).toMatchObject({ buckets: [] });
});

test('keeps hostile texts as they are, and shows none of them raw to a terminal', async () => {
  const rows = HOSTILE.map(rowThatSays);
  const text = await whole(jsonChunks(await buildReport(reportSource()), rows));
  expect(JSON.parse(text).buckets).toEqual(rows);
  for (const raw of ['\u0000', '\u001b', '\u202e', '\u200b', '\u2028', '<']) expect(text).not.toContain(raw);
});
