import fc from 'fast-check';
import { asCsv } from '../../cli/scan/as-csv';
import { asJson } from '../../cli/scan/as-json';
import { asOcsf } from '../../cli/scan/as-ocsf';
import { asTable } from '../../cli/scan/as-table';
import { bytes, percent, usd } from '../../cli/scan/figures';
import type { ScanResult } from '../../cli/scan/scan-result';
import { reason } from '../../core/reasons';
import type { ScannedAccount, ScanRow } from '../../core/scan/scan-row';
import { totalsOf } from '../../core/scan/scan-totals';
import { account, bucketName, region } from '../fakes/identifiers';

const AT = '2026-06-01T10:20:30.456Z';
const OWNER = account('111111111111');
const plainPaint = { good: same, bad: same, quiet: same, strong: same };

function same(text: string): string {
  return text;
}

function row(more: Partial<ScanRow> = {}): ScanRow {
  return {
    account: OWNER,
    region: region('eu-central-1'),
    bucket: bucketName('orders'),
    verdict: 'would-apply',
    reason: reason('would-apply', 'no rule'),
    days: 7,
    ruleId: null,
    before: { rules: 0, digest: 'a' },
    after: { rules: 1, digest: 'b' },
    calls: {},
    at: AT,
    ...more,
  };
}

function result(accounts: readonly ScannedAccount[], more: Partial<ScanResult> = {}): ScanResult {
  const totals = totalsOf(accounts);
  const organization = 'o-example0001';
  return { partition: 'aws', organization, caller: OWNER, days: 7, measured: false, at: AT, accounts, totals, ...more };
}

const of = (name: string | null, ...rows: readonly ScanRow[]): ScannedAccount => ({
  account: OWNER,
  name,
  problems: [],
  rows,
});
const joined = (pieces: Iterable<string>): string => [...pieces].join('');
const table = (scan: ScanResult, width = 80) => joined(asTable(scan, { paint: plainPaint, width }));

/** Cells of one line of RFC 4180. */
function cells(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map(([, cell = '']) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  );
}

const NASTY = [
  '=cmd()',
  '+1',
  '-1',
  '@SUM(A1)',
  '＝1',
  ' =1',
  '\t=1',
  '<script>alert(1)</script>',
  '\u001b[31m',
  '\u202eevil',
  'a"b,c\r\nd',
];

describe('names of others', () => {
  it.each(NASTY)('are shown harmlessly in the table: %j', (name) => {
    const text = table(result([of(name, row({ reason: reason('access-denied', name), verdict: 'denied' }))]));
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('are no formula in CSV, and stay in their cell', () =>
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary' })), (name) => {
        const lines = joined(asCsv(result([of(name, row())]))).split('\r\n');
        expect(lines).toHaveLength(3);
        const [head = '', line = ''] = lines;
        expect(cells(line)).toHaveLength(cells(head).length);
        expect(cells(line)[1]).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
        expect(cells(line)[3]).toBe('orders');
      }),
    ));

  it('mean the same in JSON, with nothing in it that steers a terminal', () =>
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary' })), (name) => {
        for (const format of [asJson, asOcsf]) {
          const text = joined(format(result([of(name, row())])));
          expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
          JSON.parse(text);
        }
        const { accounts } = JSON.parse(joined(asJson(result([of(name)])))) as { accounts: [{ name: string }] };
        expect(accounts[0].name).toBe(name);
      }),
    ));
});

describe('the table', () => {
  it('shows at most 50 buckets, and how to see all', () => {
    const rows = Array.from({ length: 60 }, (_, index) => row({ bucket: bucketName(`orders-${index}`) }));
    const text = table(result([of('shop', ...rows)]));
    expect(text.match(/orders-\d+/g)).toHaveLength(50);
    expect(text).toContain('… and 10 more: all of them are in --format csv, json or ocsf');
  });

  it('says a reason once for all the buckets that share it, and cuts nothing off', () => {
    const why = reason('access-denied', `arn:aws:sts::111111111111:assumed-role/${'x'.repeat(90)} may not`);
    const text = table(
      result([of('shop', row({ verdict: 'denied', reason: why }), row({ verdict: 'denied', reason: why }))]),
      60,
    );
    expect(text.match(/S3 denied access/g)).toHaveLength(1);
    const inside = text.replace(/[│\s]/g, '');
    expect(inside).toContain('x'.repeat(90));
  });

  it('stays within the terminal for names of any length', () => {
    const long = bucketName('b'.repeat(63));
    const widest = (width: number) =>
      Math.max(
        ...table(result([of('n'.repeat(200), row({ bucket: long }))]), width)
          .split('\n')
          .map((line) => line.length),
      );
    expect(widest(100)).toBeLessThanOrEqual(100);
    expect(widest(80)).toBeLessThanOrEqual(80);
  });

  it('says that prices are list prices, and of when', () => {
    const uploads = { uploads: 1, parts: 1, bytes: 2 ** 40, usdPerMonth: 25.088, priceEstimated: true, overdue: 1 };
    const classes = [{ storageClass: 'STANDARD', ...uploads }];
    const measured = row({
      uploads: { ...uploads, oldest: '2024-01-01T00:00:00.000Z', classes, sampled: { of: 9, measured: 1 } },
    });
    const text = table(result([of('shop', measured)], { measured: true }));
    expect(text).toMatch(/STANDARD .*1\.0 TiB .*25\.09/);
    expect(text).toMatch(/List prices as of \d{4}-\d\d-\d\d, check them/);
    expect(text).toContain('the most common one stands in');
    expect(text).toContain('the oldest since 2024-01-01');
  });
});

describe('OCSF', () => {
  const findings = (...rows: readonly ScanRow[]) =>
    JSON.parse(joined(asOcsf(result([of('shop', ...rows)])))) as Record<string, unknown>[];

  it('is a compliance finding with the names that prowler writes', () => {
    const [finding] = findings(row());
    expect(finding).toMatchObject({
      class_uid: 2003,
      category_uid: 2,
      activity_id: 1,
      type_uid: 200301,
      severity_id: 2,
      status_id: 1,
      status_code: 'FAIL',
      time: Date.parse('2026-06-01T10:20:30Z') / 1000,
      metadata: { version: '1.5.0', product: { name: 'partsweep' }, tenant_uid: 'o-example0001' },
      finding_info: { title: 'S3 bucket aborts incomplete multipart uploads', types: [expect.any(String)] },
      compliance: { standards: [expect.any(String)], requirements: [expect.any(String)], status: 'Fail', status_id: 3 },
      resources: [
        {
          uid: 'arn:aws:s3:::orders',
          type: 'AwsS3Bucket',
          region: 'eu-central-1',
          cloud_partition: 'aws',
          name: 'orders',
        },
      ],
      cloud: { provider: 'aws', account: { uid: OWNER, type: 'AWS Account' }, org: { uid: 'o-example0001' } },
      remediation: { desc: expect.any(String), references: [expect.stringMatching(/^https:/)] },
    });
  });

  it('passes what is covered, suppresses what is excluded, and leaves out what is gone', () => {
    const covered = row({ verdict: 'covered', reason: reason('covered-by-ours') });
    const excluded = row({ verdict: 'excluded', reason: reason('excluded-by-bucket-tag') });
    const gone = row({ verdict: 'gone', reason: reason('bucket-gone') });
    expect(findings(covered, excluded, gone)).toMatchObject([
      { status: 'New', status_code: 'PASS', severity_id: 1, compliance: { status: 'Pass', status_id: 1 } },
      { status: 'Suppressed', status_id: 3, compliance: { status: 'Fail' } },
    ]);
  });

  it('does not know of an account that could not be looked into', () => {
    const why = reason('role-not-assumable', 'no');
    const [finding] = findings(row({ bucket: null, region: null, verdict: 'denied', reason: why }));
    expect(finding).toMatchObject({
      compliance: { status: 'Unknown', status_id: 0 },
      resources: [{ type: 'AwsAccount' }],
    });
  });

  it('is an empty list where there is no bucket', () => {
    expect(findings()).toEqual([]);
  });
});

describe('figures', () => {
  it('never round a gap away', () => {
    expect([percent(9_999, 10_000), percent(1, 10_000), percent(1, 1), percent(0, 5)]).toEqual([
      '99.9 %',
      '0.1 %',
      '100 %',
      '0 %',
    ]);
  });

  it('are in units that people read', () => {
    expect([bytes(0), bytes(1_023), bytes(1_024), bytes(2 ** 40)]).toEqual(['0 B', '1023 B', '1.0 KiB', '1.0 TiB']);
    expect([usd(0), usd(0.001), usd(1_234.5)]).toEqual(['0.00', '< 0.01', '1,234.50']);
  });
});
