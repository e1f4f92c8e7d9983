import { percentOf } from '../coverage';
import { formatCount, formatTime } from '../format';
import { AccountSearch } from './account-search';
import { byId, element, twoLines } from './dom';
import type { PageData } from './page-data';
import { SortButtons } from './sort-buttons';
import type { View } from './view';
import { VirtualTable } from './virtual-table';

/** The table of accounts: sums per account. Pressing an account shows its buckets. */
export class AccountTable {
  readonly #accounts: PageData['accounts'];
  readonly #search: AccountSearch;
  readonly #field = byId<HTMLInputElement>('account-search');
  readonly #rows: VirtualTable;
  readonly #sort: SortButtons;

  constructor({ accounts }: PageData, change: (part: Partial<View>) => void) {
    this.#accounts = accounts;
    this.#search = new AccountSearch(accounts);
    const table = byId<HTMLTableElement>('accounts-table');
    const body = byId<HTMLTableSectionElement>('accounts-body');
    this.#sort = new SortButtons(table, (accountSort) => change({ accountSort }));
    this.#field.addEventListener('input', () => change({ accountSearch: this.#field.value }));
    this.#rows = new VirtualTable({
      scroller: byId('accounts-scroller'),
      canvas: byId('accounts-canvas'),
      table,
      body,
      paper: byId('accounts-paper'),
      cells: (row) => this.#cells(row),
    });
    body.addEventListener('click', (event) => {
      const account = event.target instanceof Element ? event.target.closest('button')?.dataset['account'] : undefined;
      if (account === undefined) return;
      change({ account });
      byId('buckets').scrollIntoView();
      byId('search').focus({ preventScroll: true });
    });
  }

  show({ accountSearch, accountSort }: View): void {
    if (this.#field.value !== accountSearch) this.#field.value = accountSearch;
    const rows = this.#search.find(accountSearch, accountSort);
    this.#sort.show(accountSort);
    this.#rows.show(rows);
    const all = this.#accounts.length;
    byId('accounts-found').textContent =
      rows.length === all
        ? `${formatCount(all)} accounts`
        : `${formatCount(rows.length)} of ${formatCount(all)} accounts`;
  }

  #cells(row: number): readonly HTMLElement[] {
    const [
      id = '',
      name = '',
      standing = '',
      covered = 0,
      total = 0,
      person = 0,
      buckets = 0,
      visitedAt = 0,
      problems = [],
    ] = this.#accounts[row] ?? [];
    const open = element('button', { type: 'button', class: 'open', 'data-account': id }, name || id);
    const share = percentOf({ covered, total });
    const under = total === 0 ? 'no bucket that should be covered' : `${share} of ${formatCount(total)} covered`;
    return [
      element(
        'td',
        { class: 'name' },
        open,
        name === '' ? null : element('small', {}, id),
        element('span', { class: 'under' }, under),
      ),
      element('td', { class: 'number' }, formatCount(person)),
      element('td', { class: 'wide number' }, share),
      element('td', { class: 'wide number' }, formatCount(buckets)),
      element('td', { class: 'wide' }, visitedAt === 0 ? 'never' : formatTime(visitedAt * 1000)),
      element(
        'td',
        { class: 'wide' },
        twoLines([standing, ...problems].filter((text) => text !== '').join('; ') || '–'),
      ),
    ];
  }
}
