import fc from 'fast-check';
import { csvHead, csvLines, csvRow } from '../../report/csv';
import { visibleText } from '../../report/visible-text';
import { HOSTILE } from './hostile';
import { reportRow, rowThatSays } from './report-row';

/** A reader of RFC 4180 that knows nothing of the writer. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    record.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}

function cells(row: ReturnType<typeof reportRow>): Readonly<Record<string, string>> {
  const [head = [], values = []] = parseCsv(csvHead() + csvRow(row));
  expect(values).toHaveLength(head.length);
  return Object.fromEntries(head.map((name, at) => [name, values[at] ?? '']));
}

test('a row comes back as it went in', () => {
  const row = reportRow({
    before: { rules: 2, digest: 'abc' },
    uploads: { count: 3, parts: 12, bytes: 4096, oldest: '2026-01-01T00:00:00Z', monthlyCost: 0.25, sampled: false },
  });
  expect(cells(row)).toMatchObject({
    account: '111122223333',
    region: 'eu-central-1',
    bucket: 'bucket',
    verdict: 'covered',
    reason_code: 'covered-by-ours',
    reason: 'our rule is in place',
    days: '7',
    rules_before: '2',
    digest_before: 'abc',
    rules_after: '',
    removals: '0',
    uploads: '3',
    upload_bytes: '4096',
    usd_per_month: '0.25',
    sampled: 'false',
    at: '2026-11-23T06:00:00.000Z',
  });
});

test.each(HOSTILE)('%j cannot become a formula, another cell or another line', (text) => {
  const { bucket = '', changed_by = '', at } = cells(rowThatSays(text));
  expect([visibleText(text), `'${visibleText(text)}`]).toContain(bucket);
  expect(bucket).not.toMatch(/^\s*[=+\-@＝＋－＠\t\r]/);
  expect(changed_by).toBe(bucket);
  expect(at).toBe('2026-11-23T06:00:00.000Z');
});

test('whatever a name is, it stays one cell that is no formula', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (bucket) => {
      const cell = cells(reportRow({ bucket }))['bucket'] ?? '';
      expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      expect([visibleText(bucket), `'${visibleText(bucket)}`]).toContain(cell);
    }),
  );
});

test('the lines stream: the source is not read ahead of the reader', async () => {
  let read = 0;
  const rows = (function* () {
    for (; read < 10; read += 1) yield reportRow({ bucket: `bucket-${read}` });
  })();
  const lines = csvLines(rows);
  await lines.next();
  expect((await lines.next()).value).toContain('bucket-0');
  expect(read).toBe(0);
});
