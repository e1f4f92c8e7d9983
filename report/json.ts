import { coverageOf } from './coverage';
import { scriptJson } from './escape';
import type { ReportModel, ReportRow } from './model';

/** Grows when a reader of an earlier version would go wrong. */
export const REPORT_VERSION = 1;

/**
 * `{"version":1,"buckets":[…],"generatedAt":…,"title","scope","coverage","totals","uploads","history","accounts","problems","runs"}`, in
 * pieces: first the head, then the rows while they stream by, and the sums when they are known.
 */
export class ReportJson {
  #rows = 0;

  head(): string {
    return `{"version":${REPORT_VERSION},"buckets":[`;
  }

  row(row: ReportRow): string {
    const text = `${this.#rows === 0 ? '\n' : ',\n'}${scriptJson(row)}`;
    this.#rows += 1;
    return text;
  }

  /** The end: everything of the model but its rows. */
  tail({ rows: _, rowsLeftOut: __, generatedAt, totals, ...facts }: ReportModel): string {
    const rest = { generatedAt: generatedAt.toISOString(), coverage: coverageOf(totals), totals, ...facts };
    return `\n],\n${scriptJson(rest).slice(1)}\n`;
  }
}

/** A whole JSON document in pieces. `rows`: all of them, where the model has only some. */
export async function* jsonChunks(
  model: ReportModel,
  rows: AsyncIterable<ReportRow> | Iterable<ReportRow> = model.rows,
): AsyncGenerator<string> {
  const json = new ReportJson();
  yield json.head();
  for await (const row of rows) yield json.row(row);
  yield json.tail(model);
}
