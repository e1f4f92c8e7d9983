import { formatBytes, formatCount, formatTime } from '../format';
import { BucketSearch } from './bucket-search';
import { Details } from './details';
import { badge, byId, element, twoLines } from './dom';
import { FilterBar } from './filter-bar';
import type { PageData } from './page-data';
import { SortButtons } from './sort-buttons';
import type { View } from './view';
import { VirtualTable } from './virtual-table';

/** The table of buckets with its fields: shows a view, and asks for another when something is typed, chosen or pressed. */
export class BucketTable {
  readonly #data: PageData;
  readonly #search: BucketSearch;
  readonly #rows: VirtualTable;
  readonly #sort: SortButtons;
  readonly #filters: FilterBar;
  readonly #measured: boolean;

  constructor(data: PageData, change: (part: Partial<View>) => void) {
    this.#data = data;
    this.#search = new BucketSearch(data);
    this.#measured = Object.keys(data.uploads).length > 0;
    const table = byId<HTMLTableElement>('buckets-table');
    const body = byId<HTMLTableSectionElement>('buckets-body');
    this.#sort = new SortButtons(table, (sort) => change({ sort }));
    this.#filters = new FilterBar(data, change);
    this.#rows = new VirtualTable({
      scroller: byId('buckets-scroller'),
      canvas: byId('buckets-canvas'),
      table,
      body,
      paper: byId('buckets-paper'),
      cells: (row) => this.#cells(row),
    });
    const details = new Details(data);
    body.addEventListener('click', (event) => {
      const row = event.target instanceof Element ? event.target.closest('tr')?.querySelector('button') : null;
      if (row?.dataset['row'] !== undefined) details.open(Number(row.dataset['row']));
    });
  }

  show(view: View): void {
    const rows = this.#search.find(view);
    this.#filters.show(view);
    this.#sort.show(view.sort);
    this.#rows.show(rows);
    const all = this.#data.bucket.length;
    byId('found').textContent =
      rows.length === all ? `${formatCount(all)} rows` : `${formatCount(rows.length)} of ${formatCount(all)} rows`;
    byId('buckets-none').hidden = rows.length > 0;
  }

  #cells(row: number): readonly HTMLElement[] {
    const data = this.#data;
    const [id = '', name = ''] = data.accounts[data.account[row] ?? -1] ?? [];
    const region = data.regions[data.region[row] ?? -1] ?? '';
    const [principal = ''] = data.changers[data.changer[row] ?? -1] ?? [];
    const bucket = data.bucket[row] || '(the account as a whole)';
    const open = element('button', { type: 'button', class: 'open', 'data-row': String(row) }, bucket);
    const cells = [
      element('td', { class: 'name' }, open, element('span', { class: 'under' }, `${name || id} · ${region}`)),
      element('td', { class: 'wide' }, element('span', {}, name || id), name === '' ? null : element('small', {}, id)),
      element('td', { class: 'wide' }, region || '–'),
      element('td', {}, badge(data.verdicts[data.verdict[row] ?? -1] ?? '')),
      element('td', { class: 'wide' }, twoLines(data.reasons[data.reason[row] ?? -1]?.[1] ?? '')),
      element('td', { class: 'wide' }, twoLines(principal === '' ? '–' : shortPrincipal(principal))),
    ];
    if (this.#measured) cells.push(element('td', { class: 'wide number' }, this.#bytes(row)));
    cells.push(element('td', { class: 'wide' }, formatTime((data.at[row] || Number.NaN) * 1000).replace(' UTC', '')));
    return cells;
  }

  #bytes(row: number): string {
    const uploads = this.#data.uploads[row];
    return uploads === undefined ? '–' : formatBytes(uploads[2]);
  }
}

/** A role or user without what stands before its name. */
function shortPrincipal(principal: string): string {
  return principal.replace(/^arn:[^:]*:iam::\d*:(role|user)\/(?:[^ ]*\/)?/, '');
}
