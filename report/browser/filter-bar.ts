import { byId, element } from './dom';
import type { PageData } from './page-data';
import { type View, WHOLE_VIEW } from './view';

/** The fields above the table of buckets: what is typed and chosen there becomes a view, and a view is shown there. */
export class FilterBar {
  readonly #search = byId<HTMLInputElement>('search');
  readonly #verdict = byId<HTMLSelectElement>('verdict');
  readonly #region = byId<HTMLSelectElement>('region');
  readonly #reason = byId<HTMLSelectElement>('reason');
  readonly #account = byId<HTMLButtonElement>('account');
  readonly #clear = byId<HTMLButtonElement>('clear');

  constructor(data: PageData, change: (part: Partial<View>) => void) {
    fill(this.#verdict, data.verdicts, data.verdicts);
    const regions = data.regions.filter((region) => region !== '');
    fill(this.#region, regions, regions);
    const texts = new Map(data.reasons.map(([code]) => [code, code.replaceAll('-', ' ')]));
    fill(this.#reason, [...texts.keys()], [...texts.values()]);
    this.#search.addEventListener('input', () => change({ search: this.#search.value }));
    this.#verdict.addEventListener('change', () => change({ verdicts: chosen(this.#verdict) }));
    this.#region.addEventListener('change', () => change({ region: this.#region.value }));
    this.#reason.addEventListener('change', () => change({ reason: this.#reason.value }));
    this.#account.addEventListener('click', () => {
      change({ account: '' });
      this.#search.focus();
    });
    this.#clear.addEventListener('click', () => {
      const { sort, accountSearch, accountSort, ...filters } = WHOLE_VIEW;
      change(filters);
      this.#search.focus();
    });
  }

  show(view: View): void {
    if (this.#search.value !== view.search) this.#search.value = view.search;
    const verdicts = view.verdicts.join(',');
    // a link may ask for several verdicts at once, which is then a choice of its own
    if (view.verdicts.length > 1 && ![...this.#verdict.options].some(({ value }) => value === verdicts)) {
      this.#verdict.append(element('option', { value: verdicts }, view.verdicts.join(' or ')));
    }
    this.#verdict.value = verdicts;
    this.#region.value = view.region;
    this.#reason.value = view.reason;
    this.#account.hidden = view.account === '';
    this.#account.replaceChildren(
      element('span', {}, `Account ${view.account}`),
      element('span', { 'aria-hidden': 'true' }, ' ×'),
    );
    this.#account.setAttribute('aria-label', `Remove the filter for account ${view.account}`);
    const { search, region, reason, account } = view;
    this.#clear.hidden = search + verdicts + region + reason + account === '';
  }
}

function chosen(select: HTMLSelectElement): readonly string[] {
  return select.value.split(',').filter((value) => value !== '');
}

function fill(select: HTMLSelectElement, values: readonly string[], texts: readonly string[]): void {
  const options = values.map((value, at) => element('option', { value }, texts[at] ?? value));
  select.append(...options.sort((one, other) => (one.text < other.text ? -1 : 1)));
}
