import { accountsInNeed } from '../../report/attention';
import type { ReportAccount, ReportReason } from '../../report/model';

const REASON: ReportReason = { code: 'role-not-assumable', text: 'no role', remedy: '', snippet: null };
const account = (id: string, more: Partial<ReportAccount>): ReportAccount => ({
  account: id,
  name: null,
  standing: { verdict: 'covered', reason: REASON, at: '2026-11-23T06:00:00Z' },
  visitedAt: '2026-11-23T06:00:00Z',
  counts: { covered: 3 },
  problems: [],
  uploads: null,
  ...more,
});

test('lists what cannot be seen whole first, then the most buckets in need', () => {
  const found = accountsInNeed([
    account('1', {}),
    account('2', { counts: { denied: 1 } }),
    account('3', { counts: { denied: 2, contested: 1, waiting: 9 } }),
    account('4', { standing: { verdict: 'denied', reason: REASON, at: '2026-11-23T06:00:00Z' } }),
    account('5', { standing: null, visitedAt: null, counts: {} }),
    account('6', { standing: { verdict: 'excluded', reason: REASON, at: '2026-11-23T06:00:00Z' } }),
    account('7', {
      problems: [{ account: '7', region: 'sa-east-1', source: 'x', reason: REASON, at: '2026-11-23T06:00:00Z' }],
    }),
  ]);
  expect(found.map((row) => [row.account, row.why])).toEqual([
    ['4', ['no role']],
    ['5', ['never looked at so far']],
    ['7', ['sa-east-1: no role']],
    ['3', ['1 bucket contested', '2 buckets denied']],
    ['2', ['1 bucket denied']],
  ]);
});
