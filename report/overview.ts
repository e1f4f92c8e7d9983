import { coverageOf, percentOf } from './coverage';
import { html, type Markup } from './escape';
import { formatBytes, formatCount, formatDollars, formatTime } from './format';
import type { ReportModel } from './model';
import { trend } from './trend';
import { BY_URGENCY, GROUP_NAMES, groupCounts, groupOf, type VerdictGroup } from './verdict-groups';

const GROUP_ORDER: readonly VerdictGroup[] = ['covered', 'coming', 'on-purpose', 'person'];
const BAR = 1000;

/** What a manager reads: one figure, its course, what the buckets stand at, and what lies around. */
export function overview(model: ReportModel): Markup {
  const coverage = coverageOf(model.totals);
  const leftAlone = (model.totals.excluded ?? 0) + (model.totals.gone ?? 0);
  const aside =
    leftAlone === 0
      ? null
      : html` ${formatCount(leftAlone)} more are excluded on purpose or gone, and not counted here.`;
  return html`<section class="overview" aria-labelledby="overview-title">
<h2 id="overview-title">Coverage</h2>
<div class="panels">
<div class="panel figure"><p class="big">${percentOf(coverage)}</p>
<p>${formatCount(coverage.covered)} of ${formatCount(coverage.total)} buckets abort their incomplete multipart uploads.${aside}</p></div>
<div class="panel">${trend([...model.history, { at: model.generatedAt.toISOString(), ...coverage }]) ?? html`<p class="muted">Coverage over time is shown once there are two sweeps to compare.</p>`}</div>
</div>
<div class="panel verdicts"><h3>Buckets by verdict</h3>${bar(model)}<div class="groups">${GROUP_ORDER.map((group) => groupList(model, group))}</div></div>
${uploads(model)}</section>`;
}

function bar({ totals }: ReportModel): Markup | null {
  const counts = groupCounts(totals);
  const all = GROUP_ORDER.reduce((sum, group) => sum + counts[group], 0);
  if (all === 0) return null;
  let x = 0;
  const parts = GROUP_ORDER.map((group) => {
    // a group of one bucket in a million is still to be seen
    const width = counts[group] === 0 ? 0 : Math.max(4, (counts[group] / all) * BAR);
    const part = html`<rect class="${group}" x="${x.toFixed(1)}" y="0" width="${width.toFixed(1)}" height="12"/>`;
    x += width;
    return part;
  });
  const text = GROUP_ORDER.map((group) => `${GROUP_NAMES[group]}: ${formatCount(counts[group])}`).join(', ');
  return html`<svg class="bar" viewBox="0 0 ${x.toFixed(1)} 12" preserveAspectRatio="none" role="img" aria-label="${text}">${parts}</svg>`;
}

function groupList({ totals }: ReportModel, group: VerdictGroup): Markup {
  const items = BY_URGENCY.filter((verdict) => groupOf(verdict) === group && (totals[verdict] ?? 0) > 0).map(
    (verdict) =>
      html`<li><a href="#verdict=${verdict}"><span class="badge" data-verdict="${verdict}">${verdict}</span> <span class="count">${formatCount(totals[verdict] ?? 0)}</span></a></li>`,
  );
  const list = items.length === 0 ? html`<p class="muted">none</p>` : html`<ul>${items}</ul>`;
  return html`<div><h4 class="group ${group}">${GROUP_NAMES[group]} <span class="count">${formatCount(groupCounts(totals)[group])}</span></h4>${list}</div>`;
}

function uploads({ uploads: sum, pricesAt }: ReportModel): Markup | null {
  if (sum === null) return null;
  const fact = (figure: string, words: string): Markup =>
    html`<div class="panel figure"><p class="middle">${figure}</p><p>${words}</p></div>`;
  const oldest = sum.oldest === null ? '' : `; the oldest was begun on ${formatTime(sum.oldest).slice(0, 10)}`;
  const sample = sum.sampled ? 'Where a bucket has very many, parts and bytes are worked out from a sample. ' : '';
  const prices = pricesAt === null ? '' : `Prices of ${pricesAt}.`;
  return html`<h3>What lies around</h3>
<div class="panels three">
${fact(formatBytes(sum.bytes), `in ${formatCount(sum.parts)} parts of incomplete uploads`)}
${fact(sum.monthlyCost === null ? '–' : formatDollars(sum.monthlyCost), sum.monthlyCost === null ? 'no price is known' : 'a month, for as long as nothing is done')}
${fact(formatCount(sum.count), `incomplete uploads${oldest}`)}
</div>
<p class="muted">Measured in ${formatCount(sum.buckets)} buckets. ${sample}${prices}</p>`;
}
