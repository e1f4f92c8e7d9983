import { sourceOfScan } from '../../../cli/report/scan-result-file';
import { asJson } from '../../../cli/scan/as-json';
import type { ScanResult } from '../../../cli/scan/scan-result';
import { WrongUse } from '../../../cli/wrong-use';
import { reason } from '../../../core/reasons';
import type { ScannedAccount, ScanRow } from '../../../core/scan/scan-row';
import { totalsOf } from '../../../core/scan/scan-totals';
import { buildReport } from '../../../report/build-report';
import { outcomeOf, placeOf, TWO } from '../../contracts/outcomes';

const uploads = {
  ...{ uploads: 3, parts: 40, bytes: 5_000, usdPerMonth: 0.25, priceEstimated: false, overdue: 2, classes: [] },
  ...{ oldest: '2026-01-01T00:00:00.000Z', sampled: null },
};
const row = (row: Partial<ScanRow>): ScanRow => ({ ...outcomeOf(placeOf('orders')), ...row }) as ScanRow;
const accounts: readonly ScannedAccount[] = [
  {
    account: placeOf('orders').account,
    name: 'payments',
    problems: ['the tags of the account could not be read'],
    rows: [row({ verdict: 'would-apply', uploads }), row({ verdict: 'covered', uploads: { problem: 'denied' } })],
  },
  {
    account: TWO,
    name: null,
    problems: [],
    rows: [row({ account: TWO, bucket: null, region: null, verdict: 'denied', reason: reason('role-not-assumable') })],
  },
];
const result: ScanResult = {
  ...{ partition: 'aws', organization: 'o-exampleorgid', caller: '999999999999', days: 7, measured: true },
  ...{ at: '2026-11-23T06:00:00.000Z', accounts, totals: totalsOf(accounts) },
};
const text = [...asJson(result)].join('');

function refusal(content: string): { readonly message: string; readonly remedy: string } {
  try {
    sourceOfScan(content, 'scan.json');
  } catch (error) {
    if (error instanceof WrongUse) return error;
    throw error;
  }
  throw new Error('it was taken');
}

test('what a scan prints as JSON becomes a report, accounts and uploads included', async () => {
  const model = await buildReport(sourceOfScan(text, 'scan.json'));
  expect(model).toMatchObject({
    scope: 'Organization o-exampleorgid, scanned from account 999999999999',
    generatedAt: new Date('2026-11-23T06:00:00Z'),
    totals: { 'would-apply': 1, covered: 1 },
    uploads: { count: 3, parts: 40, bytes: 5_000, monthlyCost: 0.25, sampled: false, buckets: 1 },
    pricesAt: expect.stringMatching(/^\d{4}-/),
  });
  expect(model.accounts).toMatchObject([
    { name: 'payments', problems: [{ reason: { text: 'the tags of the account could not be read' } }] },
    {
      account: TWO,
      standing: { verdict: 'denied', reason: { code: 'role-not-assumable', remedy: expect.any(String) } },
    },
  ]);
});

test('a scan of one account says so', () => {
  const one = [...asJson({ ...result, organization: null })].join('');
  expect(sourceOfScan(one, '-').scope).toBe('Account 999999999999, scanned');
});

test.each([1, 10, 100, text.length - 4])(
  'refuses a file that is cut off after %d characters, and says so',
  (length) => {
    const { message, remedy } = refusal(text.slice(0, length));
    expect(message).toMatch(/^scan\.json is cut off or damaged: /);
    expect(remedy).toContain('scan again');
  },
);

test('refuses what a newer version wrote, and says so', () => {
  const { message } = refusal(text.replace('"version":1', '"version":2'));
  expect(message).toBe('a newer version of partsweep wrote scan.json (2)');
});

test('refuses the state of a scan, and says how it becomes a result', () => {
  const head = '{"version":1,"kind":"partsweep-scan","request":{},"startedAt":"2026-11-23T06:00:00.000Z"}\n';
  for (const content of [head, `${head}{"account":"111122223333"}\n`, `${head}{"acc`]) {
    expect(refusal(content).message).toBe('scan.json is the state of a scan, and not its result');
  }
});

test.each([
  ['a number', '7'],
  ['an object of nothing', '{}'],
  ['a list', '[]'],
  ['a head alone', '{"version":1}'],
  ['an unknown verdict', text.replace('"verdict":"would-apply"', '"verdict":"odd"')],
])('refuses %s, which is no result of a scan', (_, content) => {
  expect(refusal(content).message).toBe('scan.json is no result of a scan');
});
