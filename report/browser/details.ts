import { formatBytes, formatCount, formatDollars, formatTime } from '../format';
import { copyButton } from './copy-button';
import { badge, byId, element } from './dom';
import { lineChanges } from './line-changes';
import type { PageData } from './page-data';

/** Everything about one bucket, in a dialog: opened by its row, closed by Escape or its button. */
export class Details {
  readonly #data: PageData;
  readonly #dialog = byId<HTMLDialogElement>('details');
  readonly #title = byId('details-title');
  readonly #body = byId('details-body');

  constructor(data: PageData) {
    this.#data = data;
    byId('details-close').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('click', (event) => {
      if (event.target === this.#dialog) this.#dialog.close();
    });
  }

  open(row: number): void {
    const { bucket, accounts, account } = this.#data;
    const [id = '', name = ''] = accounts[account[row] ?? -1] ?? [];
    this.#title.replaceChildren(element('bdi', {}, bucket[row] || `account ${id} ${name}`.trim()));
    this.#body.replaceChildren(
      this.#facts(row, `${id} ${name}`.trim()),
      ...this.#snippet(row),
      ...this.#configuration(row),
      ...this.#removals(row),
    );
    this.#dialog.showModal();
    this.#body.scrollTop = 0;
  }

  #facts(row: number, account: string): HTMLElement {
    const data = this.#data;
    const [code = '', text = '', remedy = ''] = data.reasons[data.reason[row] ?? -1] ?? [];
    const list = element('dl', {});
    const add = (term: string, ...description: (Node | string)[]): void => {
      list.append(element('dt', {}, term), element('dd', {}, ...description));
    };
    add('Verdict', badge(data.verdicts[data.verdict[row] ?? -1] ?? ''));
    add('Why', text, ' ', element('code', {}, code));
    if (remedy !== '') add('What to do', remedy);
    add('Account', account);
    if (data.regions[data.region[row] ?? -1]) add('Region', data.regions[data.region[row] ?? -1] ?? '');
    const days = data.days[row] ?? null;
    if (days !== null) add('Abort after', `${days} ${days === 1 ? 'day' : 'days'}`);
    add('Before', this.#state(data.before[row]));
    add('After', this.#state(data.after[row]));
    add('Last changed by', ...this.#changer(row));
    const hold = data.holds[row];
    if (hold !== undefined) add('Held since', `${time(hold[0])}, asked for by ${hold[1]}`);
    const uploads = data.uploads[row];
    if (uploads !== undefined) {
      const [count, parts, bytes, oldest, cost, sampled] = uploads;
      const price = cost === null ? '' : `, ${formatDollars(cost)} a month`;
      add(
        'Incomplete uploads',
        `${formatCount(count)} with ${formatCount(parts)} parts, ${formatBytes(bytes)}${price}${oldest === 0 ? '' : `; the oldest of ${time(oldest)}`}${sampled === 1 ? ' (from a sample)' : ''}`,
      );
    }
    add('Decided', time(data.at[row] ?? 0));
    return list;
  }

  #state(number: number | undefined): string {
    const state = this.#data.states[number ?? -1];
    if (state === undefined) return 'not known';
    const [rules, digest] = state;
    return rules === 0 ? 'no rules' : `${formatCount(rules)} ${rules === 1 ? 'rule' : 'rules'}, digest ${digest}…`;
  }

  #changer(row: number): readonly (Node | string)[] {
    const changer = this.#data.changers[this.#data.changer[row] ?? -1];
    if (changer === undefined) return ['nothing said who'];
    const [principal, tool, eventName, userAgent] = changer;
    const how = `${tool}, ${eventName}, ${time(this.#data.changedAt[row] ?? 0)}`;
    return [
      element('bdi', {}, principal),
      element('br', {}),
      how,
      ...(userAgent === null ? [] : [element('br', {}), element('small', {}, userAgent)]),
    ];
  }

  #snippet(row: number): readonly HTMLElement[] {
    const snippet = this.#data.reasons[this.#data.reason[row] ?? -1]?.[3] ?? null;
    if (snippet === null) return [];
    const code = element('pre', { tabindex: '0', 'aria-label': 'Snippet' }, snippet);
    return [element('div', { class: 'pre-head' }, element('h3', {}, 'To copy'), copyButton(code)), code];
  }

  #configuration(row: number): readonly HTMLElement[] {
    const { texts, beforeText, afterText, textsLeftOut } = this.#data;
    const before = texts[beforeText[row] ?? -1];
    const after = texts[afterText[row] ?? -1];
    if (before === undefined && after === undefined) {
      const note = 'Where a whole configuration is missing here, the page had no room for it: the JSON has it.';
      return textsLeftOut === 0 ? [] : [element('p', { class: 'muted' }, note)];
    }
    const code = element('pre', { tabindex: '0', 'aria-label': 'Configuration, before and after', class: 'changes' });
    for (const { sign, text } of lineChanges(before ?? '', after ?? before ?? '')) {
      code.append(element('span', { 'data-sign': sign }, `${sign} ${text}\n`));
    }
    return [element('h3', {}, 'Configuration, before (−) and after (+)'), code];
  }

  #removals(row: number): readonly HTMLElement[] {
    const removals = this.#data.removals[row] ?? [];
    if (removals.length === 0) return [];
    const items = removals.map(([at, by, tool]) =>
      element('li', {}, `${time(at)}: ${by ?? 'nobody is named'} (${tool})`),
    );
    return [element('h3', {}, 'Our rule was removed'), element('ul', {}, ...items)];
  }
}

function time(seconds: number): string {
  return seconds === 0 ? '–' : formatTime(seconds * 1000);
}
