import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Machine } from './machine';
import { isReached, type SectionResult } from './section';

/** One section as it was run. */
export interface RunSection {
  readonly name: string;
  readonly title: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly result: SectionResult;
}

/** Writes `sections` into the JSON document at `path`; what it holds of other sections stays, each with its own machine and date. */
export function keepInJson(path: string, sections: readonly RunSection[]): void {
  const kept = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as { sections?: Record<string, unknown> })
    : {};
  const fresh = sections.map(({ name, ...section }) => [name, { ...section, result: withReached(section.result) }]);
  mkdirSync(dirname(path), { recursive: true });
  const document = { version: 1, sections: { ...kept.sections, ...Object.fromEntries(fresh) } };
  writeFileSync(path, `${JSON.stringify(document, null, 2)}\n`);
}

function withReached(result: SectionResult): object {
  if (result.kind === 'skipped') return result;
  return { ...result, figures: result.figures.map((figure) => ({ ...figure, reached: isReached(figure) ?? null })) };
}

/**
 * `text` with what stands between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->` replaced by each section's Markdown. A section without such
 * a place gets one at the end.
 */
export function keptInPage(
  text: string,
  sections: readonly { readonly name: string; readonly markdown: string }[],
): string {
  let page = text;
  for (const { name, markdown } of sections) {
    const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
    const block = `${begin}\n${markdown}\n${end}`;
    const from = page.indexOf(begin);
    const to = page.indexOf(end, from);
    page =
      from < 0 || to < 0
        ? `${page.trimEnd()}\n\n${block}\n`
        : page.slice(0, from) + block + page.slice(to + end.length);
  }
  return page;
}
