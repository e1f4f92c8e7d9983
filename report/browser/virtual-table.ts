import { formatCount } from '../format';
import { element } from './dom';

/** Rows that are drawn beyond each end of what is seen. */
const BEYOND = 8;
/** Rows that go onto paper. */
const PRINTED = 500;

export interface TableParts {
  /** What scrolls; holds a canvas as high as all rows, and the table in it. */
  readonly scroller: HTMLElement;
  readonly canvas: HTMLElement;
  readonly table: HTMLTableElement;
  readonly body: HTMLTableSectionElement;
  /** Says on paper that there are more rows than it has; hidden where it has all. */
  readonly paper: HTMLElement;
  /** The cells of one row. The first holds the row's button. */
  readonly cells: (row: number) => readonly HTMLElement[];
}

/**
 * A table of any length: as many rows as are seen are there, at their place on a canvas of the whole height. The table says to
 * assistive technology how many rows there are and which these are. One row takes part in the tab order; arrows, Page Up and Down,
 * Home and End go on from there.
 */
export class VirtualTable {
  readonly #parts: TableParts;
  #rows: ArrayLike<number> = [];
  #first = -1;
  #last = -1;
  #active = 0;
  #printing = false;

  constructor(parts: TableParts) {
    this.#parts = parts;
    parts.scroller.addEventListener('scroll', () => this.#draw(), { passive: true });
    parts.body.addEventListener('keydown', (event) => this.#onKey(event));
    parts.body.addEventListener('focusin', (event) => this.#onFocus(event));
    addEventListener('resize', () => this.#redraw());
    addEventListener('beforeprint', () => this.#print(true));
    addEventListener('afterprint', () => this.#print(false));
  }

  /** Shows other rows, from the top. */
  show(rows: ArrayLike<number>): void {
    this.#rows = rows;
    this.#active = 0;
    this.#parts.scroller.scrollTop = 0;
    this.#parts.table.setAttribute('aria-rowcount', String(rows.length + 1));
    this.#redraw();
  }

  #redraw(): void {
    this.#first = -1;
    this.#draw();
  }

  #print(printing: boolean): void {
    this.#printing = printing;
    const { length } = this.#rows;
    const { paper } = this.#parts;
    paper.hidden = length <= PRINTED;
    paper.textContent = `On paper: the first ${formatCount(PRINTED)} of these ${formatCount(length)} rows.`;
    this.#redraw();
  }

  get #rowHeight(): number {
    return Number.parseFloat(getComputedStyle(this.#parts.canvas).getPropertyValue('--row-height')) || 40;
  }

  #draw(): void {
    const { scroller, canvas, table, body } = this.#parts;
    const height = this.#rowHeight;
    const { length } = this.#rows;
    const top = Math.floor(scroller.scrollTop / height) - BEYOND;
    const first = this.#printing ? 0 : Math.max(0, Math.min(top, length - 1));
    const seen = Math.ceil(scroller.clientHeight / height) + 2 * BEYOND;
    const last = Math.min(length, this.#printing ? PRINTED : first + seen);
    if (first === this.#first && last === this.#last) return;
    const focused = body.contains(document.activeElement);
    const head = table.tHead?.offsetHeight ?? 0;
    canvas.style.height = this.#printing ? 'auto' : `${length * height + head}px`;
    table.style.marginTop = this.#printing ? '0' : `${first * height}px`;
    const drawn: HTMLElement[] = [];
    for (let place = first; place < last; place += 1) drawn.push(this.#row(place));
    body.replaceChildren(...drawn);
    this.#first = first;
    this.#last = last;
    if (focused) this.#button(this.#active)?.focus({ preventScroll: true });
  }

  #row(place: number): HTMLElement {
    const cells = this.#parts.cells(this.#rows[place] ?? 0);
    const row = element('tr', { 'aria-rowindex': String(place + 2), 'data-place': String(place) }, ...cells);
    row.querySelector('button')?.setAttribute('tabindex', place === this.#active ? '0' : '-1');
    return row;
  }

  #button(place: number): HTMLElement | null {
    return this.#parts.body.querySelector(`tr[data-place="${place}"] button`);
  }

  #onFocus(event: FocusEvent): void {
    const row = event.target instanceof Element ? event.target.closest('tr') : null;
    const place = Number(row?.dataset['place'] ?? -1);
    if (place < 0 || place === this.#active) return;
    this.#button(this.#active)?.setAttribute('tabindex', '-1');
    this.#active = place;
    this.#button(place)?.setAttribute('tabindex', '0');
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.#parts.scroller.clientHeight / this.#rowHeight) - 2);
    const last = this.#rows.length - 1;
    const places: Readonly<Record<string, number>> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: last,
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    this.#goTo(Math.max(0, Math.min(last, place)));
  }

  #goTo(place: number): void {
    const { scroller, table } = this.#parts;
    const height = this.#rowHeight;
    const head = table.tHead?.offsetHeight ?? 0;
    const room = scroller.clientHeight - head;
    if (place * height < scroller.scrollTop) scroller.scrollTop = place * height;
    else if ((place + 1) * height > scroller.scrollTop + room) scroller.scrollTop = (place + 1) * height - room;
    this.#button(this.#active)?.setAttribute('tabindex', '-1');
    this.#active = place;
    this.#draw();
    const button = this.#button(place);
    button?.setAttribute('tabindex', '0');
    button?.focus({ preventScroll: true });
  }
}
