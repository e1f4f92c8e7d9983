import { accountsInNeed } from './attention';
import { html, type Markup } from './escape';
import { formatCount } from './format';
import type { ReportModel } from './model';

/** Accounts that are listed here; the table of accounts has all. */
const LISTED = 20;

/** Accounts that need a person, the most pressing first, each a link to its buckets. */
export function attentionTable({ accounts }: ReportModel): Markup {
  const inNeed = accountsInNeed(accounts);
  return html`<section aria-labelledby="attention-title">
<h2 id="attention-title">Accounts that need a person <span class="count">${formatCount(inNeed.length)}</span></h2>
${inNeed.length === 0 ? html`<p class="panel">None: every account could be seen whole, and no bucket waits for somebody.</p>` : table(inNeed)}
</section>`;
}

function table(inNeed: ReturnType<typeof accountsInNeed>): Markup {
  const rows = inNeed
    .slice(0, LISTED)
    .map(
      ({ account, name, why }) =>
        html`<tr><th scope="row"><a href="#${new URLSearchParams({ account }).toString()}">${name ?? account}</a>${name === null ? null : html` <small>${account}</small>`}</th><td>${why.slice(0, 4).join('; ')}${why.length > 4 ? html`; and ${why.length - 4} more` : null}</td></tr>`,
    );
  const more =
    inNeed.length > LISTED
      ? html`<p class="muted">And ${formatCount(inNeed.length - LISTED)} more: see <a href="#accounts">the table of accounts</a>.</p>`
      : null;
  return html`<div class="panel flat" tabindex="0" role="region" aria-label="Accounts that need a person, scrolls"><table class="plain"><thead><tr><th scope="col">Account</th><th scope="col">Why</th></tr></thead><tbody>
${rows}
</tbody></table></div>${more}`;
}
