import fc from 'fast-check';
import { BucketSearch } from '../../../report/browser/bucket-search';
import { WHOLE_VIEW } from '../../../report/browser/view';
import type { ReportModel } from '../../../report/model';
import { pageDataOf } from '../../../report/page-data';
import { generatedReport } from '../generated-report';

let model: ReportModel;
let search: BucketSearch;

beforeAll(async () => {
  model = await generatedReport(600);
  search = new BucketSearch(pageDataOf(model));
});

function found(view: Partial<typeof WHOLE_VIEW>): readonly string[] {
  return [...search.find({ ...WHOLE_VIEW, ...view })].map((row) => model.rows[row]?.bucket ?? '');
}

test('without a filter every row is there, by name', () => {
  expect(found({})).toEqual(model.rows.map(({ bucket }) => bucket));
});

test('finds the rows that a plain filter over the rows finds', () => {
  const verdicts = fc.subarray(['denied', 'applied', 'covered']);
  const region = fc.constantFrom('', 'eu-west-1', 'us-east-1', 'nowhere');
  const account = fc.constantFrom('', ...model.accounts.slice(0, 4).map((known) => known.account), '000000000000');
  fc.assert(
    fc.property(verdicts, region, account, (wanted, inRegion, inAccount) => {
      const expected = model.rows.filter(
        (row) =>
          (wanted.length === 0 || wanted.includes(row.verdict)) &&
          (inRegion === '' || row.region === inRegion) &&
          (inAccount === '' || row.account === inAccount),
      );
      expect(found({ verdicts: wanted, region: inRegion, account: inAccount })).toEqual(
        expected.map(({ bucket }) => bucket),
      );
    }),
  );
});

test('every word must be somewhere in the row, in any case', () => {
  const hits = found({ search: '  PAYMENTS  Explicit ' });
  expect(hits.length).toBeGreaterThan(0);
  const names = new Map(model.accounts.map(({ account, name }) => [account, name]));
  const expected = model.rows.filter((row) => {
    const text = `${row.bucket} ${row.account} ${names.get(row.account)} ${row.change?.principal ?? ''}`;
    return text.includes('payments') && row.reason.text.includes('explicit');
  });
  expect(hits).toEqual(expected.map(({ bucket }) => bucket));
  expect(found({ search: 'no-such-thing-anywhere' })).toEqual([]);
});

test('sorts by bytes, the largest first, and rows without any last', () => {
  const bytes = new Map(model.rows.map(({ bucket, uploads }) => [bucket, uploads?.bytes ?? 0]));
  const sorted = found({ sort: { column: 'bytes', descending: true } }).map((bucket) => bytes.get(bucket) ?? 0);
  expect(sorted).toEqual([...sorted].sort((one, other) => other - one));
  expect(sorted[0]).toBeGreaterThan(0);
});

test('a column that nobody knows leaves the order by name', () => {
  expect(found({ sort: { column: 'constructor', descending: false } })).toEqual(found({}));
});
