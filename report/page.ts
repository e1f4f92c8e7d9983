import type { AccountRecord } from '../core/sweep/account-record';
import type { RunProgress } from '../core/sweep/run';
import { escapeHtml } from './escape-html';
import { accountTable, bucketTable, progressTable, type ReportedBucket, verdictCounts } from './tables';

/** What is on the page; a part without rows is left out. */
export interface Report {
  readonly at: Date;
  readonly buckets: readonly ReportedBucket[];
  /** Buckets that a sweep found, and how far it was at what moments. */
  readonly swept: readonly ReportedBucket[];
  readonly progress: readonly Pick<RunProgress, 'accounts' | 'buckets'>[];
  /** Buckets whose rule somebody keeps removing. */
  readonly contested: readonly ReportedBucket[];
  readonly accounts: readonly AccountRecord[];
  /** What else was checked, each with what was seen. */
  readonly checks: readonly { readonly title: string; readonly ok: boolean; readonly seen: string }[];
}

const STYLE = `
:root{color-scheme:light dark;--line:#8884;--soft:#8882}
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}h2{margin-top:2.5rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}
code,pre{font-family:ui-monospace,monospace;font-size:.85em}pre{overflow:auto;max-width:28rem;background:var(--soft);padding:.5rem}
.verdict{padding:.1rem .5rem;border-radius:1rem;background:var(--soft);white-space:nowrap}
.applied,.covered,.held{background:#2a93}.refused,.denied,.failed,.contested,.reported{background:#c333}
.scroll{overflow-x:auto}.buckets td:nth-child(2),.buckets td:nth-child(3),summary{white-space:nowrap}.buckets td:first-child{overflow-wrap:anywhere;min-width:12rem}.buckets td:nth-child(5){overflow-wrap:anywhere;min-width:16rem}
ul{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;padding:0;margin:0}`;

/** A self-contained HTML page, whole: no script, no request to anywhere. */
export function renderPage({ at, buckets, swept, progress, contested, accounts, checks }: Report): string {
  const all = [...buckets, ...swept, ...contested];
  const counts: Partial<Record<ReportedBucket['verdict'], number>> = {};
  for (const { verdict } of all) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>partsweep report</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Incomplete multipart uploads: what is covered, what is not, and why</h1>
<p>${all.length} buckets, ${escapeHtml(at.toISOString())}</p>
${verdictCounts(counts)}
${part('Buckets that an event told of', buckets.length, bucketTable(buckets))}
${part('How the sweep went on', progress.length, progressTable(progress))}
${part('Buckets that the sweep found', swept.length, bucketTable(swept))}
${part('Contested: somebody keeps removing our rule', contested.length, bucketTable(contested))}
${part('Accounts', accounts.length, accountTable(accounts))}
${part('Also checked', checks.length, checkList(checks))}
</body>
</html>
`;
}

function part(title: string, rows: number, html: string): string {
  return rows === 0 ? '' : `<h2>${title}</h2>\n${html}`;
}

function checkList(checks: Report['checks']): string {
  const item = ({ title, ok, seen }: Report['checks'][number]): string =>
    `<dt><span class="verdict ${ok ? 'applied' : 'failed'}">${ok ? 'held' : 'DID NOT HOLD'}</span> ${escapeHtml(title)}</dt><dd>${escapeHtml(seen)}</dd>`;
  return `<dl>${checks.map(item).join('\n')}</dl>`;
}
