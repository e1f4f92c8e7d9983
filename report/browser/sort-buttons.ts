import type { Sort } from './view';

/** The headings' buttons: pressing one sorts by its column, pressing it again turns the order. */
export class SortButtons {
  readonly #headings: readonly HTMLTableCellElement[];
  #sort: Sort = { column: '', descending: false };

  constructor(table: HTMLTableElement, onSort: (sort: Sort) => void) {
    this.#headings = [...table.querySelectorAll<HTMLTableCellElement>('th[data-column]')];
    for (const heading of this.#headings) {
      heading.querySelector('button')?.addEventListener('click', () => {
        const column = heading.dataset['column'] ?? '';
        const again = column === this.#sort.column;
        onSort({ column, descending: again ? !this.#sort.descending : heading.dataset['first'] === 'descending' });
      });
    }
  }

  show(sort: Sort): void {
    this.#sort = sort;
    for (const heading of this.#headings) {
      if (heading.dataset['column'] !== sort.column) heading.removeAttribute('aria-sort');
      else heading.setAttribute('aria-sort', sort.descending ? 'descending' : 'ascending');
    }
  }
}
