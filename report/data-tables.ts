import { html, type Markup } from './escape';
import { formatCount, formatTime } from './format';
import type { ReportModel } from './model';

interface Column {
  readonly column: string;
  readonly text: string;
  /** `wide`: not on a phone. */
  readonly kind: '' | 'wide' | 'number' | 'wide number';
  /** The way it is sorted when it is first pressed. */
  readonly descending?: boolean;
}

const BUCKET_COLUMNS: readonly Column[] = [
  { column: 'bucket', text: 'Bucket', kind: '' },
  { column: 'account', text: 'Account', kind: 'wide' },
  { column: 'region', text: 'Region', kind: 'wide' },
  { column: 'verdict', text: 'Verdict', kind: '' },
  { column: 'reason', text: 'Why', kind: 'wide' },
  { column: 'changer', text: 'Last changed by', kind: 'wide' },
  { column: 'bytes', text: 'Lies around', kind: 'wide number', descending: true },
  { column: 'at', text: 'Decided (UTC)', kind: 'wide', descending: true },
];

const ACCOUNT_COLUMNS: readonly Column[] = [
  { column: 'id', text: 'Account', kind: '' },
  { column: 'person', text: 'In need', kind: 'number', descending: true },
  { column: 'covered', text: 'Covered', kind: 'wide number' },
  { column: 'buckets', text: 'Buckets', kind: 'wide number', descending: true },
  { column: 'visited', text: 'Last visit', kind: 'wide' },
  { column: 'problems', text: 'In the way', kind: 'wide' },
];

/** What an engineer needs: the table of buckets with its fields, the dialog for one of them, and the table of accounts. */
export function tables(model: ReportModel): Markup {
  const measured = model.uploads !== null;
  const columns = BUCKET_COLUMNS.filter(({ column }) => column !== 'bytes' || measured);
  return html`<section id="buckets" aria-labelledby="buckets-title">
<h2 id="buckets-title">Buckets</h2>
${leftOut(model)}
<form class="filters" role="search" aria-label="Buckets">
<label>Search <input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="bucket, account, reason, principal…"></label>
<label>Verdict <select id="verdict"><option value="">all</option></select></label>
<label>Region <select id="region"><option value="">all</option></select></label>
<label>Reason <select id="reason"><option value="">all</option></select></label>
<button type="button" id="account" hidden></button>
<button type="button" id="clear" hidden>Show all</button>
<output id="found" aria-live="polite"></output>
</form>
${table('buckets', columns, 'Buckets')}
<p id="buckets-none" class="muted" hidden>No bucket matches.</p>
</section>
<section id="accounts" aria-labelledby="accounts-title">
<h2 id="accounts-title">Accounts</h2>
<form class="filters" role="search" aria-label="Accounts">
<label>Search <input id="account-search" type="search" autocomplete="off" spellcheck="false" placeholder="id, name, problem…"></label>
<output id="accounts-found" aria-live="polite"></output>
</form>
${table('accounts', ACCOUNT_COLUMNS, 'Accounts')}
</section>
${runs(model)}
<dialog id="details" aria-labelledby="details-title"><div class="dialog-head"><h2 id="details-title"></h2><button type="button" id="details-close">Close</button></div><div id="details-body"></div></dialog>
<p id="said" role="status" class="unseen"></p>`;
}

function leftOut({ rows, rowsLeftOut }: ReportModel): Markup | null {
  if (rowsLeftOut === 0) return null;
  return html`<p class="panel note">This page lists buckets that are not covered, ${formatCount(rows.length)} of them. The sums here and the table of accounts count ${formatCount(rowsLeftOut)} more; the CSV lists every bucket.</p>`;
}

function table(name: string, columns: readonly Column[], caption: string): Markup {
  const headings = columns.map(({ column, text, kind, descending }) =>
    // what is in the way of an account is sorted by its number, not by its words
    column === 'problems'
      ? html`<th scope="col" class="${kind}">${text}</th>`
      : html`<th scope="col" class="${kind}" data-column="${column}" data-first="${descending === true ? 'descending' : 'ascending'}"><button type="button">${text}</button></th>`,
  );
  const widths = columns.map(({ column, kind }) => html`<col class="col-${column} ${kind}">`);
  return html`<div class="scroller" id="${name}-scroller" role="region" aria-label="${caption}, scrolls"><div class="canvas" id="${name}-canvas"><table id="${name}-table" aria-label="${caption}"><colgroup>${widths}</colgroup><thead><tr aria-rowindex="1">${headings}</tr></thead><tbody id="${name}-body"></tbody></table></div></div>
<p class="paper" id="${name}-paper" hidden></p>
<noscript><p class="panel note">This table needs the script of the page. The CSV has the same rows.</p></noscript>`;
}

function runs({ runs: list }: ReportModel): Markup | null {
  if (list.length === 0) return null;
  const rows = list.slice(0, 10).map(runRow);
  return html`<section aria-labelledby="runs-title"><h2 id="runs-title">Last runs</h2><div class="panel flat"><table class="plain"><thead><tr><th scope="col">Begun</th><th scope="col">What</th><th scope="col" class="wide">Started by</th><th scope="col" class="wide">Finished</th></tr></thead><tbody>
${rows}
</tbody></table></div></section>`;
}

/** On a phone who began it and when it ended stand below what it was. */
function runRow({ task, scope, trigger, by, startedAt, finishedAt }: ReportModel['runs'][number]): Markup {
  const who = by === null ? trigger : `${trigger}, ${by}`;
  const end = finishedAt === null ? 'running' : formatTime(finishedAt);
  const under = `by ${who}; ${finishedAt === null ? end : `finished ${end}`}`;
  return html`<tr><th scope="row">${formatTime(startedAt)}</th><td>${task} of ${scope}<span class="under">${under}</span></td><td class="wide">${who}</td><td class="wide">${end}</td></tr>`;
}
