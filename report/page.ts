import type { Outcome } from '../core/outcome';

/** One bucket on the page: its outcome, and its configuration before and after as JSON (null: none). */
export interface ReportedBucket extends Outcome {
  readonly beforeConfiguration: unknown;
  readonly afterConfiguration: unknown;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Nothing from a bucket's name, a tag or S3's words can become markup; control and direction marks become visible. */
function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
      character === '\n' ? '\n' : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    );
}

function configurationCell(configuration: unknown): string {
  if (configuration === null || configuration === undefined) return '<em>none</em>';
  return `<details><summary>show</summary><pre>${escapeHtml(JSON.stringify(configuration, null, 2))}</pre></details>`;
}

function row(bucket: ReportedBucket): string {
  const verdict = escapeHtml(bucket.verdict);
  return `<tr><td>${escapeHtml(bucket.bucket ?? '—')}</td><td>${escapeHtml(bucket.account)}</td><td>${escapeHtml(bucket.region ?? '—')}</td><td><span class="verdict ${verdict}">${verdict}</span></td><td>${escapeHtml(bucket.reason.text)} <code>${escapeHtml(bucket.reason.code)}</code></td><td>${configurationCell(bucket.beforeConfiguration)}</td><td>${configurationCell(bucket.afterConfiguration)}</td></tr>`;
}

const STYLE = `
:root{color-scheme:light dark;--line:#8884;--soft:#8882}
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}
code,pre{font-family:ui-monospace,monospace;font-size:.85em}pre{overflow:auto;max-width:32rem;background:var(--soft);padding:.5rem}
.verdict{padding:.1rem .5rem;border-radius:1rem;background:var(--soft);white-space:nowrap}
.applied,.covered{background:#2a93}.refused,.denied,.failed,.contested{background:#c333}
.scroll{overflow-x:auto}td:nth-child(2),td:nth-child(3),summary{white-space:nowrap}td:first-child{overflow-wrap:anywhere;min-width:12rem}ul{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;list-style:none;padding:0}`;

/** A self-contained HTML page, whole: no script, no request to anywhere. `at` is the time of the report. */
export function renderPage(buckets: readonly ReportedBucket[], at: Date): string {
  const counts = new Map<string, number>();
  for (const { verdict } of buckets) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const totals = [...counts]
    .sort()
    .map(([verdict, count]) => `<li><span class="verdict ${verdict}">${verdict}</span> ${count}</li>`);
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
<p>${buckets.length} buckets, ${escapeHtml(at.toISOString())}</p>
<ul>${totals.join('')}</ul>
<div class="scroll"><table>
<thead><tr><th>Bucket</th><th>Account</th><th>Region</th><th>Verdict</th><th>Why</th><th>Before</th><th>After</th></tr></thead>
<tbody>
${buckets.map(row).join('\n')}
</tbody>
</table></div>
</body>
</html>
`;
}
