import { percentOf } from './coverage';
import { html, type Markup } from './escape';
import { formatCount, formatTime } from './format';
import type { CoveragePoint } from './model';

const WIDTH = 600;
const HEIGHT = 120;
/** Points that are drawn; of more, every so-manieth. */
const POINTS = 180;

/** Coverage over time as a line, with its figures below as a table. Nothing where there are fewer than two points in time. */
export function trend(history: readonly CoveragePoint[]): Markup | null {
  const points = thinned(history.filter(({ at, total }) => total > 0 && !Number.isNaN(Date.parse(at))));
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || Date.parse(last.at) <= Date.parse(first.at)) return null;
  const lowest = Math.min(...points.map(share));
  // the scale begins at a whole ten per cent below the line, so that a small change at 99% can be seen
  const floor = Math.max(0, Math.min(90, Math.floor(lowest * 10) * 10)) / 100;
  const start = Date.parse(first.at);
  const span = Date.parse(last.at) - start;
  const place = (point: CoveragePoint): string => {
    const x = ((Date.parse(point.at) - start) / span) * WIDTH;
    const y = (1 - (share(point) - floor) / (1 - floor)) * HEIGHT;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  const line = points.map(place).join(' ');
  const [from, to] = times(first, last);
  const text = `Coverage went from ${percentOf(first)} on ${from} to ${percentOf(last)} on ${to}.`;
  const rows = points.map(
    (point) =>
      html`<tr><td>${formatTime(point.at)}</td><td class="number">${percentOf(point)}</td><td class="number">${formatCount(point.covered)} of ${formatCount(point.total)}</td></tr>`,
  );
  return html`<figure class="trend">
<figcaption>Over time</figcaption>
<div class="plot"><span class="top">100%</span><span class="bottom">${Math.round(floor * 100)}%</span>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${text}">
<polygon class="area" points="0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}"/><polyline class="line" points="${line}"/>
</svg></div>
<p class="ends"><span>${from}: ${percentOf(first)}</span><span>${to}: ${percentOf(last)}</span></p>
<details><summary>Figures</summary><div class="figures" tabindex="0" role="region" aria-label="Coverage over time, figures"><table><thead><tr><th scope="col">When</th><th scope="col" class="number">Coverage</th><th scope="col" class="number">Buckets</th></tr></thead><tbody>${rows}</tbody></table></div></details>
</figure>`;
}

function share({ covered, total }: CoveragePoint): number {
  return Math.min(1, covered / total);
}

/** Days; of two on one day the times as well. */
function times(first: CoveragePoint, last: CoveragePoint): readonly [string, string] {
  const [from, to] = [first, last].map(({ at }) => new Date(at).toISOString().slice(0, 10));
  return from === to ? [formatTime(first.at), formatTime(last.at)] : [from ?? '', to ?? ''];
}

/** The first and the last stay. */
function thinned(points: readonly CoveragePoint[]): readonly CoveragePoint[] {
  const step = Math.ceil(points.length / POINTS);
  return points.filter((_, at) => (points.length - 1 - at) % step === 0 || at === 0);
}
