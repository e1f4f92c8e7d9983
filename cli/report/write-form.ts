import { buildReport, type ReportSource } from '../../report/build-report';
import { csvHead, csvRow } from '../../report/csv';
import { renderHtml } from '../../report/html';
import { ReportJson } from '../../report/json';
import type { ReportFormat } from './report-options';
import type { ReportSink } from './report-sink';

/** A report in one of its forms, going through the source once. `told`: hears how many buckets were read so far. */
export async function writeForm(
  source: ReportSource,
  format: ReportFormat,
  sink: Pick<ReportSink, 'write'>,
  told: (rows: number) => void = () => {},
): Promise<void> {
  const json = new ReportJson();
  let rows = 0;
  if (format === 'csv') sink.write(csvHead());
  if (format === 'json') sink.write(json.head());
  const model = await buildReport(source, {
    eachRow: (row) => {
      rows += 1;
      if (rows % 1_000 === 0) told(rows);
      if (format === 'csv') sink.write(csvRow(row));
      if (format === 'json') sink.write(json.row(row));
    },
  });
  if (format === 'html') sink.write(renderHtml(model));
  if (format === 'json') sink.write(json.tail(model));
}
