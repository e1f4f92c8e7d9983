import { composeWriteReport } from './composition/write-report';
import { parseWriteReportEnvironment } from './environment/write-report';
import { deadlineOf } from './lambda-context';
import { ReportBatch, type ReportBatchServices } from './report-batch';
import type { BatchResponse } from './settle-batch';
import { parseSqsEvent } from './settle-record';

let services: ReportBatchServices | undefined;

/** Lambda function on the report queue, with partial batch responses: writes the report of the whole inventory into the private bucket. */
export async function handler(event: unknown, context: unknown): Promise<BatchResponse> {
  services ??= composeWriteReport(parseWriteReportEnvironment(process.env), (line) => {
    process.stdout.write(line);
  });
  return new ReportBatch(services).handle(parseSqsEvent(event), deadlineOf(context));
}
