import type { Outcome, Verdict } from '../core/outcome';
import type { AccountRecord } from '../core/sweep/account-record';
import type { RunProgress } from '../core/sweep/run';
import { escapeHtml } from './escape-html';

/** One bucket on the page: its outcome, and its configuration before and after as JSON (null: none). */
export interface ReportedBucket extends Outcome {
  readonly beforeConfiguration: unknown;
  readonly afterConfiguration: unknown;
}

/** Longest text of a configuration on the page; S3 takes a thousand rules. */
const LONGEST_CONFIGURATION = 20_000;

export function bucketTable(buckets: readonly ReportedBucket[]): string {
  return table(
    ['Bucket', 'Account', 'Region', 'Verdict', 'Why', 'Before', 'After'],
    buckets.map((bucket) => [
      escapeHtml(bucket.bucket ?? '—'),
      escapeHtml(bucket.account),
      escapeHtml(bucket.region ?? '—'),
      verdictMark(bucket.verdict),
      `${escapeHtml(bucket.reason.text)} <code>${escapeHtml(bucket.reason.code)}</code>${snippet(bucket.reason.snippet)}`,
      configurationCell(bucket.beforeConfiguration),
      configurationCell(bucket.afterConfiguration),
    ]),
    'buckets',
  );
}

/** How far a run was, one row for each moment. */
export function progressTable(moments: readonly Pick<RunProgress, 'accounts' | 'buckets'>[]): string {
  return table(
    ['Accounts listed', 'Done', 'Excluded', 'Failed', 'Buckets so far'],
    moments.map(({ accounts, buckets }) => [
      accounts.listed ? `${accounts.expected}` : '…',
      `${accounts.done}`,
      `${accounts.excluded}`,
      `${accounts.failed}`,
      verdictCounts(buckets),
    ]),
  );
}

export function accountTable(accounts: readonly AccountRecord[]): string {
  return table(
    ['Account', 'Name', 'Stands', 'Why', 'Buckets', 'Last looked through'],
    accounts.map(({ account, name, standing, counts, visitedAt }) => [
      escapeHtml(account),
      escapeHtml(name ?? '—'),
      standing === null ? '—' : verdictMark(standing.verdict),
      escapeHtml(standing?.reason.text ?? 'never looked at'),
      verdictCounts(counts),
      escapeHtml(visitedAt ?? '—'),
    ]),
  );
}

/** Buckets by verdict, in words. */
export function verdictCounts(counts: Readonly<Partial<Record<Verdict, number>>>): string {
  const marks = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([verdict, count]) => `<li>${verdictMark(verdict)} ${count}</li>`);
  return marks.length === 0 ? '—' : `<ul>${marks.join('')}</ul>`;
}

function verdictMark(verdict: string): string {
  return `<span class="verdict ${escapeHtml(verdict)}">${escapeHtml(verdict)}</span>`;
}

function snippet(text: string | undefined): string {
  return text === undefined
    ? ''
    : `<details><summary>what makes it right</summary><pre>${escapeHtml(text)}</pre></details>`;
}

function configurationCell(configuration: unknown): string {
  if (configuration === null || configuration === undefined) return '<em>none</em>';
  const text = JSON.stringify(configuration, null, 2);
  const shown = text.slice(0, LONGEST_CONFIGURATION);
  const rest = text.length - shown.length;
  const more = rest > 0 ? `\n… and ${rest} characters more` : '';
  return `<details><summary>show</summary><pre>${escapeHtml(shown)}${more}</pre></details>`;
}

/** `rows` are HTML. */
function table(heads: readonly string[], rows: readonly (readonly string[])[], kind = ''): string {
  const head = heads.map((text) => `<th>${text}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n');
  return `<div class="scroll"><table class="${kind}">
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`;
}
