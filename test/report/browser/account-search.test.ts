import { AccountSearch } from '../../../report/browser/account-search';
import type { PageAccount } from '../../../report/browser/page-data';
import { pageDataOf } from '../../../report/page-data';
import { generatedReport } from '../generated-report';

async function generated(): Promise<readonly PageAccount[]> {
  return pageDataOf(await generatedReport(2_000)).accounts;
}

test('accounts in need come in the order of the number that is shown', async () => {
  const accounts = await generated();
  const rows = [...new AccountSearch(accounts).find('', { column: 'person', descending: true })];
  const shown = rows.map((row) => accounts[row]?.[5] ?? 0);
  expect(shown).toEqual(shown.toSorted((one, other) => other - one));
  expect(new Set(shown).size).toBeGreaterThan(3);
});

test('of those with the same number, those come first in whose way something stands', () => {
  const account = (id: string, standing: string, problems: readonly string[]): PageAccount =>
    [id, '', standing, 1, 2, 3, 4, 0, problems] as unknown as PageAccount;
  const accounts = [account('1', '', []), account('2', 'denied', []), account('3', '', ['a', 'b'])];
  const rows = new AccountSearch(accounts).find('', { column: 'person', descending: true });
  expect([...rows].map((row) => accounts[row]?.[0])).toEqual(['3', '2', '1']);
});
