import { VERDICTS } from '../../core/outcome';
import { buildReport } from '../../report/build-report';
import type { MeasuredUploads, ReportRow } from '../../report/model';
import { generatedSource } from './generated-report';
import { reportRow } from './report-row';
import { reportSource } from './report-source';

const UPLOADS: MeasuredUploads = { count: 2, parts: 5, bytes: 100, oldest: null, monthlyCost: null, sampled: false };

test('the sums over the accounts are the totals, and every row is seen once', async () => {
  const seen: ReportRow[] = [];
  const model = await buildReport(generatedSource(3000), { eachRow: (row) => void seen.push(row) });
  expect(seen).toHaveLength(3000);
  expect(model.rows).toHaveLength(3000);
  for (const verdict of VERDICTS) {
    const sum = model.accounts.reduce((count, { counts }) => count + (counts[verdict] ?? 0), 0);
    expect([verdict, sum]).toEqual([verdict, model.totals[verdict] ?? 0]);
  }
  const bytes = model.accounts.reduce((sum, { uploads }) => sum + (uploads?.bytes ?? 0), 0);
  expect(bytes).toBe(model.uploads?.bytes);
});

test('rows are in the order of their names', async () => {
  const names = (await buildReport(generatedSource(400))).rows.map(({ bucket }) => bucket ?? '');
  expect(names).toEqual([...names].sort());
});

test('above the limit the covered buckets are in the sums alone, whenever they came', async () => {
  const rows = ['covered', 'denied', 'applied', 'covered', 'excluded'].map((verdict, at) =>
    reportRow({ verdict: verdict as ReportRow['verdict'], bucket: `bucket-${at}` }),
  );
  const model = await buildReport(reportSource({ rows }), { limit: 4 });
  expect(model.rows.map(({ bucket }) => bucket)).toEqual(['bucket-1', 'bucket-4']);
  expect(model.rowsLeftOut).toBe(3);
  expect(model.totals).toEqual({ covered: 2, denied: 1, applied: 1, excluded: 1 });
});

test('at the limit nothing is left out', async () => {
  const rows = Array.from({ length: 4 }, (_, at) => reportRow({ bucket: `bucket-${at}` }));
  expect(await buildReport(reportSource({ rows }), { limit: 4 })).toMatchObject({ rows, rowsLeftOut: 0 });
});

test('where even the others are too many, the most pressing stay', async () => {
  const verdicts = ['excluded', 'failed', 'would-apply', 'failed', 'excluded', 'contested'] as const;
  const rows = verdicts.map((verdict, at) => reportRow({ verdict, bucket: `bucket-${at}` }));
  const model = await buildReport(reportSource({ rows }), { limit: 3 });
  expect(model.rows.map(({ verdict }) => verdict)).toEqual(['failed', 'failed', 'contested']);
  expect(model.rowsLeftOut).toBe(3);
});

test('a row of an account as a whole says how it stands, and is no bucket', async () => {
  const row = reportRow({ bucket: null, region: null, verdict: 'denied' });
  const model = await buildReport(reportSource({ rows: [row] }));
  expect(model.totals).toEqual({});
  expect(model.accounts).toMatchObject([{ standing: { verdict: 'denied' }, counts: {} }]);
  expect(model.rows).toEqual([row]);
});

test('uploads are added, the oldest stays, and a cost of nothing priced stays unknown', async () => {
  const rows = [
    reportRow({ uploads: UPLOADS }),
    reportRow({ uploads: { ...UPLOADS, oldest: '2026-03-01T00:00:00Z', sampled: true } }),
    reportRow({ uploads: { ...UPLOADS, oldest: '2025-03-01T00:00:00+02:00' } }),
    reportRow(),
  ];
  const { uploads } = await buildReport(reportSource({ rows }));
  expect(uploads).toEqual({
    buckets: 3,
    count: 6,
    parts: 15,
    bytes: 300,
    oldest: '2025-03-01T00:00:00+02:00',
    monthlyCost: null,
    sampled: true,
  });
  const priced = [...rows, reportRow({ uploads: { ...UPLOADS, monthlyCost: 1.5 } })];
  expect((await buildReport(reportSource({ rows: priced }))).uploads?.monthlyCost).toBe(1.5);
});

test('fails where the source breaks off', async () => {
  const rows = (async function* () {
    yield reportRow();
    throw new Error('the inventory does not answer');
  })();
  await expect(buildReport(reportSource({ rows }))).rejects.toThrow('the inventory does not answer');
});
