import { buildReport } from '../../report/build-report';
import { renderReport } from '../../report/render-report';
import { reportRow } from './report-row';
import { reportSource } from './report-source';

async function whole(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

test('gives the page, the CSV and the JSON of the same rows', async () => {
  const { html, csv, json } = renderReport(
    await buildReport(reportSource({ rows: [reportRow({ bucket: 'only-one' })] })),
  );
  expect(html).toContain('only-one');
  expect(await whole(csv)).toContain('only-one');
  expect(JSON.parse(await whole(json)).buckets).toHaveLength(1);
});

test('the CSV and the JSON have all rows where the page has only some', async () => {
  const rows = [reportRow({ bucket: 'covered-one' }), reportRow({ bucket: 'denied-one', verdict: 'denied' })];
  const model = await buildReport(reportSource({ rows }), { limit: 1 });
  const { html, csv, json } = renderReport(model, () => rows);
  expect(html).not.toContain('covered-one');
  expect(await whole(csv)).toContain('covered-one');
  expect(JSON.parse(await whole(json)).buckets).toHaveLength(2);
});
