import { csvLines } from './csv';
import { renderHtml } from './html';
import { jsonChunks } from './json';
import type { ReportModel, ReportRow } from './model';

export interface RenderedReport {
  /** The whole page. */
  readonly html: string;
  /** Line by line, each with its line end. */
  readonly csv: AsyncIterable<string>;
  /** One JSON document, in pieces. */
  readonly json: AsyncIterable<string>;
}

/**
 * The report in its three forms. `rows`: all of them, where the model has only some (`rowsLeftOut`); gone through once for each of
 * `csv` and `json` that is read.
 */
export function renderReport(
  model: ReportModel,
  rows: () => AsyncIterable<ReportRow> | Iterable<ReportRow> = () => model.rows,
): RenderedReport {
  return { html: renderHtml(model), csv: csvLines(rows()), json: jsonChunks(model, rows()) };
}
