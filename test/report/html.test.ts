import { createHash } from 'node:crypto';
import type { PageData } from '../../report/browser/page-data';
import { buildReport } from '../../report/build-report';
import { renderHtml } from '../../report/html';
import { generatedSource } from './generated-report';
import { HOSTILE } from './hostile';
import { reportRow, rowThatSays } from './report-row';
import { reportSource } from './report-source';

function dataOf(page: string): PageData {
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '');
}

test('lets run what is named by its digest and nothing else, and asks for nothing', async () => {
  const page = renderHtml(await buildReport(generatedSource(50)));
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  expect(policy).toMatch(/^default-src 'none'; /);
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  for (const [kind, element] of [
    ['script', /<script>(.*?)<\/script>/s],
    ['style', /<style>(.*?)<\/style>/s],
  ] as const) {
    const digest = createHash('sha256')
      .update(element.exec(page)?.[1] ?? '')
      .digest('base64');
    expect(policy).toContain(`${kind}-src 'sha256-${digest}'`);
  }
  expect(page).not.toMatch(/\s(src|style|on\w+)=|url\(|@import/);
});

test('has as many elements with hostile texts everywhere as with harmless ones', async () => {
  const page = async (text: string): Promise<string> =>
    renderHtml(
      await buildReport(
        reportSource({
          title: text,
          scope: text,
          accounts: [{ account: text, name: text, standing: null, visitedAt: null }],
          rows: [{ ...rowThatSays(text), account: text, region: text }],
          runs: [{ id: text, task: text, scope: text, trigger: text, by: text, startedAt: text, finishedAt: null }],
          problems: [{ account: text, region: text, source: text, reason: rowThatSays(text).reason, at: text }],
          pricesAt: text,
        }),
      ),
    );
  const tags = async (text: string): Promise<number> => (await page(text)).match(/</g)?.length ?? 0;
  const harmless = await tags('harmless');
  for (const text of HOSTILE) expect([text, await tags(text)]).toEqual([text, harmless]);
});

test('the data says what the rows say', async () => {
  const digest = 'f'.repeat(64);
  const rows = [
    reportRow({ bucket: 'a', before: { rules: 1, digest }, days: null }),
    reportRow({
      bucket: 'b',
      region: null,
      account: '444455556666',
      beforeConfiguration: '{}',
      afterConfiguration: '{}',
    }),
  ];
  const data = dataOf(renderHtml(await buildReport(reportSource({ rows }))));
  expect(data.bucket).toEqual(['a', 'b']);
  expect(data.account.map((number) => data.accounts[number]?.[0])).toEqual(['111122223333', '444455556666']);
  expect(data.region.map((number) => data.regions[number])).toEqual(['eu-central-1', '']);
  expect(data.before.map((number) => data.states[number])).toEqual([[1, digest.slice(0, 16)], undefined]);
  expect(data).toMatchObject({
    days: [null, 7],
    texts: ['{}'],
    beforeText: { 1: 0 },
    afterText: { 1: 0 },
    textsLeftOut: 0,
  });
});

test('says so where configurations or rows had no room', async () => {
  const long = (letter: string): string => letter.repeat(2_500_000);
  const rows = [
    reportRow({ beforeConfiguration: long('a'), afterConfiguration: long('b') }),
    reportRow({ verdict: 'denied' }),
  ];
  const model = await buildReport(reportSource({ rows }));
  const page = renderHtml(model);
  expect(dataOf(page)).toMatchObject({ textsLeftOut: 1, beforeText: { 0: 0 }, afterText: {} });
  expect(page).not.toContain('the CSV lists every bucket');
  const less = await buildReport(reportSource({ rows }), { limit: 1 });
  expect(renderHtml(less)).toContain(
    'lists buckets that are not covered, 1 of them. The sums here and the table of accounts count 1 more',
  );
});

test('is whole where there is nothing to show', async () => {
  const page = renderHtml(await buildReport(reportSource()));
  expect(page).toContain('–</p>');
  expect(page).toContain('None: every account could be seen whole');
  expect(page.replace(/<script>.*<\/script>/s, '')).not.toMatch(/NaN|undefined|Infinity/);
});
