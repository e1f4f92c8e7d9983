import { createHash } from 'node:crypto';
import { attentionTable } from './attention-table';
import { tables } from './data-tables';
import { html, scriptJson, trustedMarkup } from './escape';
import { formatTime } from './format';
import type { ReportModel } from './model';
import { overview } from './overview';
import { pageDataOf } from './page-data';
import { SCRIPT } from './script';
import { STYLE } from './style';

/**
 * One self-contained page: it asks nothing of anybody, and its security policy lets it run its own script and style alone, named by
 * their digests. Source: "Content Security Policy Level 3", W3C.
 */
export function renderHtml(model: ReportModel): string {
  const policy = `default-src 'none'; script-src '${digest(SCRIPT)}'; style-src '${digest(STYLE)}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trustedMarkup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${model.title}</title>
<style>${trustedMarkup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#buckets">To the table of buckets</a>
<header><h1>${model.title}</h1><p>${model.scope} · <time datetime="${model.generatedAt.toISOString()}">${formatTime(model.generatedAt.getTime())}</time></p></header>
<main>
${overview(model)}
${attentionTable(model)}
${tables(model)}
</main>
<footer><p>Made by partsweep. This file holds everything that it shows: it works without a network, and it asks nothing of any server.</p></footer>
<script type="application/json" id="data">${trustedMarkup(scriptJson(pageDataOf(model)))}</script>
<script>${trustedMarkup(SCRIPT)}</script>
</body>
</html>
`;
  return page.text;
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
